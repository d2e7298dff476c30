package kleiber.trainer.kernels.cpu;

import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;
import static org.bytedeco.dnnl.global.dnnl.dnnl_rms_norm;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_scale;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_shift;

import java.util.ArrayList;
import java.util.List;
import kleiber.trainer.kernels.Gradient;
import kleiber.trainer.kernels.Op;
import kleiber.trainer.kernels.cpu.Primitives.Normalization;
import kleiber.trainer.tensor.Tensor;
import kleiber.trainer.tensor.Variable;

/**
 * Layer norm and RMS norm through oneDNN, which overwrites gradients: shares are added after it.
 */
final class CpuNorm implements Op {
  private final Primitive forward;
  private final List<Runnable> backward = new ArrayList<>();

  private CpuNorm(
      CpuBackend backend,
      Primitives primitives,
      Variable x,
      Variable gain,
      Variable bias,
      Variable y,
      float epsilon,
      int flags,
      Gradient xGradient) {
    int rows = x.value().rows();
    int width = x.value().columns();
    boolean centred = (flags & dnnl_rms_norm) == 0;
    Normalization norm =
        new Normalization(
            Operand.vector(gain.value()),
            bias == null ? null : Operand.vector(bias.value()),
            centred ? Operand.vector(backend.allocate(rows)) : null,
            Operand.vector(backend.allocate(rows)),
            flags);
    Operand in = Operand.matrix(x.value());
    forward = primitives.normalize(norm, in, Operand.matrix(y.value()), epsilon);
    if (!y.hasGradient()) {
      return;
    }
    boolean add = xGradient == Gradient.ADD;
    Operand dx = Operand.matrix(x.gradient());
    Operand share = add ? Operand.matrix(backend.allocate(rows, width)) : dx;
    Tensor gainShare = backend.allocate(width);
    Tensor biasShare = bias == null ? null : backend.allocate(width);
    backward.add(
        primitives.normalizeBackward(
            norm,
            in,
            Operand.matrix(y.gradient()),
            share,
            Operand.vector(gainShare),
            biasShare == null ? null : Operand.vector(biasShare),
            epsilon));
    if (add) {
      backward.add(primitives.binary(dnnl_binary_add, dx, share, dx));
    }
    backward.add(new AddLoop(CpuTensor.of(gain.gradient()), CpuTensor.of(gainShare)));
    if (bias != null) {
      backward.add(new AddLoop(CpuTensor.of(bias.gradient()), CpuTensor.of(biasShare)));
    }
  }

  static CpuNorm layer(
      CpuBackend backend,
      Primitives primitives,
      Variable x,
      Variable gain,
      Variable bias,
      Variable y,
      float epsilon,
      Gradient xGradient) {
    int flags = dnnl_use_scale | (bias == null ? 0 : dnnl_use_shift);
    return new CpuNorm(backend, primitives, x, gain, bias, y, epsilon, flags, xGradient);
  }

  static CpuNorm rms(
      CpuBackend backend,
      Primitives primitives,
      Variable x,
      Variable gain,
      Variable y,
      float epsilon,
      Gradient xGradient) {
    int flags = dnnl_use_scale | dnnl_rms_norm;
    return new CpuNorm(backend, primitives, x, gain, null, y, epsilon, flags, xGradient);
  }

  @Override
  public void forward() {
    forward.run();
  }

  @Override
  public void backward() {
    for (int i = 0; i < backward.size(); i++) {
      backward.get(i).run();
    }
  }
}
