package kleiber.torch;

import kleiber.engine.kernels.Gradient;
import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Variable;

/**
 * RMS norm in elementwise operations, since ATen's fused one has a backward pass on GPUs only.
 *
 * <p>With n = x·r, r = 1/√(mean(x²) + ε) and h = dy·gain: dx = r·(h − n·mean(h·n)).
 */
final class TorchRmsNorm {
  private TorchRmsNorm() {}

  static Op bind(
      TorchMemory memory,
      Variable x,
      Variable gain,
      Variable y,
      double epsilon,
      Gradient xGradient) {
    var in = TorchTensor.matrix(x.value());
    var gains = TorchTensor.vector(gain.value());
    long rows = in.size(0);
    long width = in.size(1);
    var average = memory.filled(1.0 / width, width, 1);
    var inverse = memory.allocate(rows, 1);
    var normalised = memory.allocate(rows, width);
    var part = memory.transientFor("norm", rows, width);
    TorchCalls forward =
        new TorchCalls(memory)
            .multiply(in, in, part)
            .op("mm.out", part, average, inverse)
            .op("add_.Scalar", inverse, epsilon, 1)
            .op("rsqrt.out", inverse, inverse)
            .multiply(in, inverse, normalised)
            .multiply(normalised, gains, TorchTensor.matrix(y.value()));
    TorchCalls backward = new TorchCalls(memory);
    if (y.hasGradient()) {
      var dy = TorchTensor.matrix(y.gradient());
      var dx = TorchTensor.matrix(x.gradient());
      var scaled = memory.transientFor("norm scaled", rows, width);
      var mean = memory.transientFor("norm mean", rows, 1);
      backward
          .multiply(dy, normalised, part)
          .addColumnSums(part, TorchTensor.vector(gain.gradient()))
          .multiply(part, gains, part)
          .op("mm.out", part, average, mean)
          .multiply(dy, gains, scaled)
          .op("addcmul.out", scaled, normalised, mean, -1, scaled);
      if (xGradient == Gradient.ADD) {
        backward.op("addcmul.out", dx, scaled, inverse, 1, dx);
      } else {
        backward.multiply(scaled, inverse, dx);
      }
    }
    return new TorchOp(forward, backward);
  }
}
