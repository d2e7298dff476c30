package kleiber.cpu;

import kleiber.engine.kernels.AdamWUpdate;

/** {@link AdamWUpdate} in one pass over the four flat ranges. */
final class AdamWLoop implements AdamWUpdate {
  private final Constants constants;
  private final Tile p;
  private final Tile g;
  private final Tile m;
  private final Tile v;

  AdamWLoop(Constants constants, CpuTensor p, CpuTensor g, CpuTensor m, CpuTensor v) {
    this.constants = constants;
    this.p = new Tile(p);
    this.g = new Tile(g);
    this.m = new Tile(m);
    this.v = new Tile(v);
  }

  @Override
  public void step(double lr, double decay, double gradientScale, double c1, double c2) {
    int size = p.memorySize();
    int tile = p.values.length;
    for (int from = 0; from < size; from += tile) {
      int count = Math.min(tile, size - from);
      p.load(from, count);
      g.load(from, count);
      m.load(from, count);
      v.load(from, count);
      update(
          count,
          (float) (1 - lr * decay),
          (float) (lr / c1),
          (float) (1 / Math.sqrt(c2)),
          (float) gradientScale);
      p.store(from, count);
      m.store(from, count);
      v.store(from, count);
    }
  }

  /**
   * The formula of {@link AdamWUpdate} with lr/c₁ and 1/√c₂ folded into {@code rate} and {@code
   * root}.
   */
  private void update(int count, float keep, float rate, float root, float gradientScale) {
    float[] ps = p.values;
    float[] gs = g.values;
    float[] ms = m.values;
    float[] vs = v.values;
    float beta1 = (float) constants.beta1();
    float beta2 = (float) constants.beta2();
    float rest1 = (float) (1 - constants.beta1());
    float rest2 = (float) (1 - constants.beta2());
    float epsilon = (float) constants.epsilon();
    for (int i = 0; i < count; i++) {
      float gradient = gs[i] * gradientScale;
      float first = beta1 * ms[i] + rest1 * gradient;
      float second = beta2 * vs[i] + rest2 * gradient * gradient;
      ms[i] = first;
      vs[i] = second;
      ps[i] = keep * ps[i] - rate * first / ((float) Math.sqrt(second) * root + epsilon);
    }
  }
}
