package kleiber.torch;

import kleiber.engine.kernels.Activation;
import org.bytedeco.pytorch.Tensor;

/** ATen's activations and their gradients. */
final class TorchActivation {
  private TorchActivation() {}

  /** Appends y = f(x). */
  static TorchCalls forward(TorchCalls calls, Activation f, Tensor x, Tensor y) {
    return switch (f) {
      case RELU -> calls.op("relu.out", x, y);
      case GELU -> calls.op("gelu.out", x, "none", y);
      case GELU_TANH -> calls.op("gelu.out", x, "tanh", y);
      case SILU -> calls.op("silu.out", x, y);
      case TANH -> calls.op("tanh.out", x, y);
      case RELU_SQUARED -> calls.op("relu.out", x, y).op("square.out", y, y);
    };
  }

  /** Appends dx = dy·f'(x), with y = f(x). */
  static TorchCalls backward(
      TorchCalls calls, Activation f, Tensor dy, Tensor x, Tensor y, Tensor dx) {
    return switch (f) {
      case RELU -> calls.op("threshold_backward.grad_input", dy, x, 0, dx);
      case GELU -> calls.op("gelu_backward.grad_input", dy, x, "none", dx);
      case GELU_TANH -> calls.op("gelu_backward.grad_input", dy, x, "tanh", dx);
      case SILU -> calls.op("silu_backward.grad_input", dy, x, dx);
      case TANH -> calls.op("tanh_backward.grad_input", dy, y, dx);
      case RELU_SQUARED ->
          calls
              .op("mul.out", dy, x, dx)
              .op("threshold_backward.grad_input", dx, x, 0, dx)
              .op("mul.Scalar_out", dx, 2, dx);
    };
  }
}
