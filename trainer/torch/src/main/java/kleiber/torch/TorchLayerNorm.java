package kleiber.torch;

import static org.bytedeco.pytorch.global.torch.native_layer_norm_backward_out;
import static org.bytedeco.pytorch.global.torch.native_layer_norm_out;

import kleiber.engine.kernels.Gradient;
import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Variable;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.LongArrayRef;
import org.bytedeco.pytorch.TensorOptional;

/** ATen's fused layer norm; its gradients come new and are added to what is there. */
final class TorchLayerNorm {
  private TorchLayerNorm() {}

  static Op bind(
      TorchMemory memory,
      Variable x,
      Variable gain,
      Variable bias,
      Variable y,
      double epsilon,
      Gradient xGradient) {
    var in = TorchTensor.matrix(x.value());
    var out = TorchTensor.matrix(y.value());
    long rows = in.size(0);
    long width = in.size(1);
    LongPointer dims = memory.keep(new LongPointer(new long[] {width}));
    LongArrayRef shape = memory.keep(new LongArrayRef(dims, 1));
    TensorOptional gains = memory.keep(new TensorOptional(TorchTensor.vector(gain.value())));
    // ATen's backward pass wants a bias; one of zeros changes nothing.
    var zeroOrBias = bias == null ? memory.allocate(width) : TorchTensor.vector(bias.value());
    TensorOptional biases = memory.keep(new TensorOptional(zeroOrBias));
    var mean = memory.allocate(rows, 1);
    var inverse = memory.allocate(rows, 1);
    TorchCalls forward =
        new TorchCalls(memory)
            .then(
                () -> native_layer_norm_out(out, mean, inverse, in, shape, gains, biases, epsilon));
    TorchCalls backward = new TorchCalls(memory);
    if (y.hasGradient()) {
      var dy = TorchTensor.matrix(y.gradient());
      var dx = TorchTensor.matrix(x.gradient());
      boolean add = xGradient == Gradient.ADD;
      var xShare = add ? memory.transientFor("norm", rows, width) : dx;
      var gainShare = memory.transientFor("norm gain", width);
      var biasShare = memory.transientFor("norm bias", width);
      BoolPointer wanted = memory.keep(new BoolPointer(3));
      wanted.put(0, true).put(1, true).put(2, true);
      backward
          .then(
              () ->
                  native_layer_norm_backward_out(
                      xShare, gainShare, biasShare, dy, in, shape, mean, inverse, gains, biases,
                      wanted))
          .op("add_.Tensor", TorchTensor.vector(gain.gradient()), gainShare, 1);
      if (bias != null) {
        backward.op("add_.Tensor", TorchTensor.vector(bias.gradient()), biasShare, 1);
      }
      if (add) {
        backward.op("add_.Tensor", dx, xShare, 1);
      }
    }
    return new TorchOp(forward, backward);
  }
}
