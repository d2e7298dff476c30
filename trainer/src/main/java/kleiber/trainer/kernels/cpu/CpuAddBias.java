package kleiber.trainer.kernels.cpu;

import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;

import kleiber.trainer.kernels.Gradient;
import kleiber.trainer.kernels.Op;
import kleiber.trainer.tensor.Variable;

/** y = x + bias; the bias's gradient is a product with ones. */
final class CpuAddBias implements Op {
  private final Primitive forward;
  private final Steps backward = new Steps();

  CpuAddBias(Lane lane, Variable x, Variable bias, Variable y, Gradient xGradient) {
    Primitives primitives = lane.primitives();
    Operand in = Operand.matrix(x.value());
    forward =
        primitives.binary(
            dnnl_binary_add, in, Operand.row(bias.value()), Operand.matrix(y.value()));
    if (!y.hasGradient()) {
      return;
    }
    Operand dy = Operand.matrix(y.gradient());
    Operand dx = Operand.matrix(x.gradient());
    Operand ones = Operand.ones(lane.backend(), x.value().rows());
    backward.add(lane.addProduct(ones, dy, Operand.row(bias.gradient()), bias.gradient()));
    backward.add(
        xGradient == Gradient.ADD
            ? primitives.binary(dnnl_binary_add, dx, dy, dx)
            : primitives.reorder(dy, dx));
  }

  @Override
  public void forward() {
    forward.run();
  }

  @Override
  public void backward() {
    backward.run();
  }
}
