package kleiber.trainer.kernels;

/**
 * The dropout mask as a pure function of seed, call and element, so that no mask is stored, every
 * backend draws the same one and a resumed run repeats it.
 */
public final class DropoutMask {
  private final long threshold;
  private final float kept;
  private final long seed;

  /**
   * @param rate probability of zero, in [0, 1)
   * @param seed of the layer's stream
   */
  public DropoutMask(double rate, long seed) {
    this.threshold = (long) (rate * (1L << 32));
    this.kept = (float) (1 / (1 - rate));
    this.seed = seed;
  }

  /** 0 with probability {@code rate}, else 1/(1 − rate). */
  public float factor(long call, long element) {
    return mix(mix(seed + call) + element) >>> 32 < threshold ? 0f : kept;
  }

  /** SplitMix64's finaliser (Steele, Lea and Flood 2014) after one Weyl step. */
  private static long mix(long x) {
    long z = (x + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
