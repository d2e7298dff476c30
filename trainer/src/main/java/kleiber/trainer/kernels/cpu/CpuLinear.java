package kleiber.trainer.kernels.cpu;

import kleiber.trainer.kernels.Gradient;
import kleiber.trainer.kernels.Op;
import kleiber.trainer.kernels.cpu.Primitives.Epilogue;
import kleiber.trainer.tensor.Tensor;
import kleiber.trainer.tensor.Variable;

/** y = residual + x·wᵀ + bias, each of its products one oneDNN call. */
final class CpuLinear implements Op {
  private final Primitive forward;
  private final Primitive inputGradient;
  private final Primitive weightGradient;
  private final Primitive biasGradient;

  CpuLinear(
      CpuBackend backend,
      Primitives primitives,
      Variable x,
      Variable w,
      Variable bias,
      Tensor residual,
      Variable y,
      Gradient xGradient) {
    Operand in = Operand.matrix(x.value());
    Operand weights = Operand.matrix(w.value());
    forward =
        primitives.matmul(
            in,
            weights.transposed(),
            Operand.matrix(y.value()),
            new Epilogue(
                bias == null ? null : Operand.row(bias.value()),
                1,
                residual == null ? null : Operand.matrix(residual),
                false));
    Operand dy = y.hasGradient() ? Operand.matrix(y.gradient()) : null;
    inputGradient =
        dy != null && x.hasGradient()
            ? primitives.matmul(
                dy,
                weights,
                Operand.matrix(x.gradient()),
                xGradient == Gradient.ADD ? Epilogue.ACCUMULATE : Epilogue.NONE)
            : null;
    weightGradient =
        dy != null && w.hasGradient()
            ? primitives.matmul(
                dy.transposed(), in, Operand.matrix(w.gradient()), Epilogue.ACCUMULATE)
            : null;
    biasGradient =
        dy != null && bias != null && bias.hasGradient()
            ? primitives.matmul(
                Operand.ones(backend, x.value().rows()),
                dy,
                Operand.row(bias.gradient()),
                Epilogue.ACCUMULATE)
            : null;
  }

  @Override
  public void forward() {
    forward.run();
  }

  @Override
  public void backward() {
    if (weightGradient != null) {
      weightGradient.run();
    }
    if (biasGradient != null) {
      biasGradient.run();
    }
    if (inputGradient != null) {
      inputGradient.run();
    }
  }
}
