package kleiber.torch;

import static kleiber.torch.TorchCalls.number;

import kleiber.engine.kernels.AdafactorUpdate;
import kleiber.engine.tensor.Tensor;

/** {@link AdafactorUpdate} over one matrix; its means and roots of means stay on the device. */
final class TorchAdafactor implements AdafactorUpdate {
  private final TorchMemory memory;
  private final TorchCalls calls;
  private final long rows;
  private final long columns;
  private double lr;
  private double decay;
  private double gradientScale;
  private double beta2;

  TorchAdafactor(
      TorchMemory memory,
      Constants constants,
      boolean factored,
      Tensor p,
      Tensor g,
      Tensor v,
      Tensor m) {
    this.memory = memory;
    this.rows = p.rows();
    this.columns = p.columns();
    var weights = TorchTensor.matrix(p);
    var update = memory.transientFor("adafactor update", rows, columns);
    var part = memory.transientFor("adafactor part", rows, columns);
    this.calls =
        new TorchCalls(memory)
            .op("mul.Scalar_out", TorchTensor.matrix(g), number(() -> gradientScale), update)
            .multiply(update, update, part)
            .op("add_.Scalar", part, constants.epsilon(), 1);
    if (factored) {
      divideByFactors(TorchTensor.of(v), update, part);
    } else {
      divideByRoot(TorchTensor.shaped(v, rows, columns), update, part);
    }
    var clip = rootMeanSquare(update, part);
    calls
        .op("mul_.Scalar", clip, 1 / constants.clipThreshold())
        .op("clamp_min_", clip, 1)
        .op("div.out", update, clip, update);
    var size = rootMeanSquare(weights, part);
    calls
        .op("clamp_min_", size, constants.minScale())
        .multiply(update, size, update)
        .op("mul_.Scalar", update, number(() -> lr))
        .op("mul_.Scalar", weights, number(() -> 1 - decay));
    if (m == null) {
      calls.op("add_.Tensor", weights, update, -1);
    } else {
      var momentum = TorchTensor.shaped(m, rows, columns);
      calls
          .op("mul_.Scalar", momentum, constants.momentum())
          .op("add_.Tensor", momentum, update, 1 - constants.momentum())
          .op("add_.Tensor", weights, momentum, -1);
    }
  }

  /** moment ← β₂·moment + (1−β₂)·squares. */
  private void move(org.bytedeco.pytorch.Tensor moment, org.bytedeco.pytorch.Tensor squares) {
    calls
        .op("mul_.Scalar", moment, number(() -> beta2))
        .op("add_.Tensor", moment, squares, number(() -> 1 - beta2));
  }

  private void divideByRoot(
      org.bytedeco.pytorch.Tensor moment,
      org.bytedeco.pytorch.Tensor update,
      org.bytedeco.pytorch.Tensor part) {
    move(moment, part);
    calls.op("rsqrt.out", moment, part).multiply(update, part, update);
  }

  private void divideByFactors(
      TorchTensor v, org.bytedeco.pytorch.Tensor update, org.bytedeco.pytorch.Tensor part) {
    var rowMoment = v.strided(0, new long[] {rows, 1}, new long[] {1, 1});
    var columnMoment = v.strided(rows, new long[] {1, columns}, new long[] {columns, 1});
    var rowPart = memory.transientFor("adafactor rows", rows, 1);
    var columnPart = memory.transientFor("adafactor columns", 1, columns);
    var mean = memory.transientFor("adafactor mean", 1, 1);
    calls
        .op("mm.out", part, memory.filled(1.0 / columns, columns, 1), rowPart)
        .op("mm.out", memory.filled(1.0 / rows, 1, rows), part, columnPart);
    move(rowMoment, rowPart);
    move(columnMoment, columnPart);
    calls
        .op("mm.out", memory.filled(1.0 / rows, 1, rows), rowMoment, mean)
        .op("div.out", rowMoment, mean, rowPart)
        .op("rsqrt.out", rowPart, rowPart)
        .op("rsqrt.out", columnMoment, columnPart)
        .multiply(update, rowPart, update)
        .multiply(update, columnPart, update);
  }

  /** √(mean(x²)) as [1, 1]. */
  private org.bytedeco.pytorch.Tensor rootMeanSquare(
      org.bytedeco.pytorch.Tensor x, org.bytedeco.pytorch.Tensor part) {
    var rowMeans = memory.transientFor("adafactor rows", rows, 1);
    var root = memory.allocate(1, 1);
    calls
        .multiply(x, x, part)
        .op("mm.out", part, memory.filled(1.0 / columns, columns, 1), rowMeans)
        .op("mm.out", memory.filled(1.0 / rows, 1, rows), rowMeans, root)
        .op("sqrt.out", root, root);
    return root;
  }

  @Override
  public void step(double newLr, double newDecay, double newGradientScale, double newBeta2) {
    lr = newLr;
    decay = newDecay;
    gradientScale = newGradientScale;
    beta2 = newBeta2;
    calls.run();
  }
}
