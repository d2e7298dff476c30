package kleiber.cpu;

import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_gelu_erf;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_gelu_tanh;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_square;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_swish;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_tanh;

import kleiber.cpu.RowBlocks.Block;
import kleiber.engine.kernels.Activation;

/**
 * An activation as oneDNN computes it, on a block of rows in fp32.
 *
 * @param function a {@code dnnl_eltwise_*} function
 * @param alpha its parameter
 * @param squared whether its values are squared, which oneDNN does in a second call
 */
record CpuFunction(int function, float alpha, boolean squared) {
  static CpuFunction of(Activation activation) {
    return switch (activation) {
      case RELU -> new CpuFunction(dnnl_eltwise_relu, 0, false);
      case GELU -> new CpuFunction(dnnl_eltwise_gelu_erf, 0, false);
      case GELU_TANH -> new CpuFunction(dnnl_eltwise_gelu_tanh, 0, false);
      case SILU -> new CpuFunction(dnnl_eltwise_swish, 1, false);
      case TANH -> new CpuFunction(dnnl_eltwise_tanh, 0, false);
      case RELU_SQUARED -> new CpuFunction(dnnl_eltwise_relu, 0, true);
    };
  }

  /** Appends y = f(x) to the steps of a block. */
  void forward(Block block, DnnlOperand x, DnnlOperand y) {
    Primitives primitives = block.lane().primitives();
    block.steps().add(primitives.eltwise(function, alpha, x, y));
    if (squared) {
      block.steps().add(primitives.eltwise(dnnl_eltwise_square, 0, y, y));
    }
  }

  /** Appends dx = f'(x)·dy; where values are squared, of the values before, computed again. */
  void backward(Block block, DnnlOperand x, DnnlOperand dy, DnnlOperand dx) {
    Primitives primitives = block.lane().primitives();
    if (squared) {
      // ReLU's own slope is 1 where the slope of the square is not 0.
      DnnlOperand before = block.scratch("before the square");
      block.steps().add(primitives.eltwise(function, alpha, x, before));
      block.steps().add(primitives.eltwiseBackward(dnnl_eltwise_square, 0, before, dy, dx));
    } else {
      block.steps().add(primitives.eltwiseBackward(function, alpha, x, dy, dx));
    }
  }
}
