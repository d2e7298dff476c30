package kleiber.cpu;

import java.nio.FloatBuffer;
import java.util.Arrays;
import kleiber.cpu.Primitives.Normalization;
import kleiber.engine.kernels.Gradient;
import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import org.bytedeco.dnnl.global.dnnl;

/**
 * RMS norm: oneDNN forward, a loop backward, since the input gradient of oneDNN 3.11's RMS norm is
 * wrong (it is off by a third at width 32 against finite differences).
 *
 * <p>With r = 1/√(mean(x²) + ε): dx = r·(dy·gain − x·r²·mean(dy·gain·x)), dgain = Σ dy·x·r.
 */
final class CpuRmsNorm implements Op {
  private final Primitive forward;
  private final FloatBuffer meanSquares;
  private final float epsilon;
  private final int rows;
  private final int width;
  private final boolean add;
  private final boolean gradients;
  private final Tile x;
  private final Tile gain;
  private final Tile dy;
  private final Tile dx;
  private final Tile gainShare;
  private final Runnable addGainShare;
  private final float[] products;

  CpuRmsNorm(Lane lane, Variable x, Variable gain, Variable y, float epsilon, Gradient xGradient) {
    this.rows = x.value().rows();
    this.width = x.value().columns();
    this.epsilon = epsilon;
    this.add = xGradient == Gradient.ADD;
    this.gradients = y.hasGradient();
    this.products = new float[width];
    Tensor statistics = lane.backend().allocate(rows);
    this.meanSquares = CpuTensor.of(statistics).floats();
    Normalization norm =
        new Normalization(
            DnnlOperand.vector(gain.value()),
            null,
            null,
            DnnlOperand.vector(statistics),
            dnnl.dnnl_use_scale | dnnl.dnnl_rms_norm);
    this.forward =
        lane.primitives()
            .normalize(norm, DnnlOperand.matrix(x.value()), DnnlOperand.matrix(y.value()), epsilon);
    this.x = row(x.value());
    this.gain = row(gain.value());
    this.dy = gradients ? row(y.gradient()) : null;
    this.dx = gradients ? row(x.gradient()) : null;
    Tensor share = lane.scratch().of("gain gradient", width);
    this.gainShare = row(share);
    this.addGainShare = gradients ? lane.addShare(share, gain.gradient()) : null;
  }

  private Tile row(Tensor tensor) {
    return new Tile(CpuTensor.of(tensor), width);
  }

  @Override
  public void forward() {
    forward.run();
  }

  @Override
  public void backward() {
    if (!gradients) {
      return;
    }
    gain.load(0, width);
    Arrays.fill(gainShare.values, 0f);
    for (int row = 0; row < rows; row++) {
      int at = row * width;
      x.load(at, width);
      dy.load(at, width);
      float scale = (float) (1 / Math.sqrt(meanSquares.get(row) + (double) epsilon));
      gainGradient(gainShare.values, dy.values, x.values, scale, width);
      multiply(products, dy.values, gain.values, width);
      float pull = scale * scale * scale * dot(products, x.values, width) / width;
      if (add) {
        dx.load(at, width);
      } else {
        Arrays.fill(dx.values, 0f);
      }
      inputGradient(dx.values, products, x.values, scale, pull, width);
      dx.store(at, width);
    }
    gainShare.store(0, width);
    addGainShare.run();
  }

  private static void gainGradient(float[] dGain, float[] dy, float[] x, float scale, int width) {
    for (int i = 0; i < width; i++) {
      dGain[i] += dy[i] * x[i] * scale;
    }
  }

  private static void multiply(float[] target, float[] a, float[] b, int width) {
    for (int i = 0; i < width; i++) {
      target[i] = a[i] * b[i];
    }
  }

  private static void inputGradient(
      float[] dx, float[] products, float[] x, float scale, float pull, int width) {
    for (int i = 0; i < width; i++) {
      dx[i] += products[i] * scale - x[i] * pull;
    }
  }

  /** Four interleaved sums, since one would wait for every addition. */
  private static float dot(float[] a, float[] b, int count) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i + 3 < count; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (; i < count; i++) {
      s0 += a[i] * b[i];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
