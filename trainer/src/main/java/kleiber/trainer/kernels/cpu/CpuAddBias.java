package kleiber.trainer.kernels.cpu;

import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;

import kleiber.trainer.kernels.Gradient;
import kleiber.trainer.kernels.Op;
import kleiber.trainer.kernels.cpu.Primitives.Epilogue;
import kleiber.trainer.tensor.Variable;

/** y = x + bias; the bias's gradient is a product with ones. */
final class CpuAddBias implements Op {
  private final Primitive forward;
  private final Primitive biasGradient;
  private final Primitive inputGradient;

  CpuAddBias(
      CpuBackend backend,
      Primitives primitives,
      Variable x,
      Variable bias,
      Variable y,
      Gradient xGradient) {
    Operand in = Operand.matrix(x.value());
    forward =
        primitives.binary(
            dnnl_binary_add, in, Operand.row(bias.value()), Operand.matrix(y.value()));
    if (!y.hasGradient()) {
      biasGradient = null;
      inputGradient = null;
      return;
    }
    Operand dy = Operand.matrix(y.gradient());
    Operand dx = Operand.matrix(x.gradient());
    biasGradient =
        primitives.matmul(
            Operand.ones(backend, x.value().rows()),
            dy,
            Operand.row(bias.gradient()),
            Epilogue.ACCUMULATE);
    inputGradient =
        xGradient == Gradient.ADD
            ? primitives.binary(dnnl_binary_add, dx, dy, dx)
            : primitives.reorder(dy, dx);
  }

  @Override
  public void forward() {
    forward.run();
  }

  @Override
  public void backward() {
    if (biasGradient != null) {
      biasGradient.run();
      inputGradient.run();
    }
  }
}
