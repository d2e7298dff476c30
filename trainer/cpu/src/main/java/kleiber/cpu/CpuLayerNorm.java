package kleiber.cpu;

import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_scale;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_shift;

import kleiber.cpu.Primitives.Normalization;
import kleiber.engine.kernels.Gradient;
import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;

/** Layer norm through oneDNN, which overwrites gradients: shares are added after it. */
final class CpuLayerNorm implements Op {
  private final Primitive forward;
  private final Steps backward = new Steps();

  CpuLayerNorm(
      Lane lane,
      Variable x,
      Variable gain,
      Variable bias,
      Variable y,
      float epsilon,
      Gradient xGradient) {
    CpuBackend backend = lane.backend();
    Primitives primitives = lane.primitives();
    Scratch scratch = lane.scratch();
    int rows = x.value().rows();
    int width = x.value().columns();
    Normalization norm =
        new Normalization(
            DnnlOperand.vector(gain.value()),
            bias == null ? null : DnnlOperand.vector(bias.value()),
            DnnlOperand.vector(backend.allocate(rows)),
            DnnlOperand.vector(backend.allocate(rows)),
            dnnl_use_scale | (bias == null ? 0 : dnnl_use_shift));
    DnnlOperand in = DnnlOperand.matrix(x.value());
    forward = primitives.normalize(norm, in, DnnlOperand.matrix(y.value()), epsilon);
    if (!y.hasGradient()) {
      return;
    }
    boolean add = xGradient == Gradient.ADD;
    DnnlOperand dx = DnnlOperand.matrix(x.gradient());
    DnnlOperand share =
        add ? DnnlOperand.dense(scratch.of("norm gradient", (long) rows * width), rows, width) : dx;
    Tensor gainShare = scratch.of("gain gradient", width);
    Tensor biasShare = bias == null ? null : scratch.of("bias gradient", width);
    backward.add(
        primitives.normalizeBackward(
            norm,
            in,
            DnnlOperand.matrix(y.gradient()),
            share,
            DnnlOperand.vector(gainShare),
            biasShare == null ? null : DnnlOperand.vector(biasShare),
            epsilon));
    if (add) {
      backward.add(primitives.binary(dnnl_binary_add, dx, share, dx));
    }
    backward.add(lane.addShare(gainShare, gain.gradient()));
    if (bias != null) {
      backward.add(lane.addShare(biasShare, bias.gradient()));
    }
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
