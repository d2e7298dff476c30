package kleiber.trainer.kernels.cpu;

import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_mul;

import kleiber.trainer.kernels.Op;
import kleiber.trainer.tensor.Variable;

/** y = f(gate)·up. The activated gate is kept for up's gradient. */
final class CpuGated implements Op {
  private final Primitive activate;
  private final Primitive multiply;
  private final Primitive upGradient;
  private final Primitive activatedGradient;
  private final Primitive gateGradient;

  CpuGated(
      CpuBackend backend,
      Primitives primitives,
      int function,
      float alpha,
      Variable gate,
      Variable up,
      Variable y) {
    Operand in = Operand.matrix(gate.value());
    Operand factor = Operand.matrix(up.value());
    Operand activated =
        Operand.matrix(backend.allocate(gate.value().rows(), gate.value().columns()));
    activate = primitives.eltwise(function, alpha, in, activated);
    multiply = primitives.binary(dnnl_binary_mul, activated, factor, Operand.matrix(y.value()));
    if (y.hasGradient()) {
      Operand dy = Operand.matrix(y.gradient());
      Operand dGate = Operand.matrix(gate.gradient());
      upGradient = primitives.binary(dnnl_binary_mul, dy, activated, Operand.matrix(up.gradient()));
      activatedGradient = primitives.binary(dnnl_binary_mul, dy, factor, dGate);
      gateGradient = primitives.eltwiseBackward(function, alpha, in, dGate, dGate);
    } else {
      upGradient = null;
      activatedGradient = null;
      gateGradient = null;
    }
  }

  @Override
  public void forward() {
    activate.run();
    multiply.run();
  }

  @Override
  public void backward() {
    if (upGradient != null) {
      upGradient.run();
      activatedGradient.run();
      gateGradient.run();
    }
  }
}
