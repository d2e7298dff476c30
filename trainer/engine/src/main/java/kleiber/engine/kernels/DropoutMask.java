package kleiber.engine.kernels;

import java.util.stream.LongStream;

/**
 * An op's part of a dropout mask as a pure function of seed, call and element, so that no mask is
 * stored, every backend draws the same one and a resumed run repeats it. The op counts its own
 * elements; the mask knows where they begin in the whole micro-batch.
 */
public final class DropoutMask {
  private static final int BLOCK = 128;

  /** 0, 1, 2, …: the JIT compiler vectorises what is read from an array, not what is counted. */
  private static final long[] COUNT = LongStream.range(0, BLOCK).toArray();

  private final long[] draws = new long[BLOCK];
  private final float[] factors = new float[BLOCK];
  private final long threshold;
  private final float kept;
  private final long seed;
  private final long offset;

  /**
   * @param elements that the op has
   */
  DropoutMask(Dropout layer, long elements) {
    this.threshold = layer.threshold();
    this.kept = layer.kept();
    this.seed = layer.seed();
    this.offset = layer.part().firstElement(elements);
  }

  /** The factor of one of the op's elements: 0 with probability {@code rate}, else 1/(1 − rate). */
  public float factor(long call, long element) {
    return mix(mix(seed + call) + offset + element) >>> 32 < threshold ? 0f : kept;
  }

  /**
   * The factors of {@code count} elements from {@code first} on, without branches: four times as
   * fast as one by one.
   */
  public void draw(long call, long first, float[] factors, int count) {
    long base = mix(seed + call) + offset + first;
    int bits = Float.floatToRawIntBits(kept);
    for (int from = 0; from < count; from += BLOCK) {
      int size = Math.min(BLOCK, count - from);
      mix(base + from, draws, size);
      for (int i = 0; i < size; i++) {
        int keep = (int) ((threshold - 1 - (draws[i] >>> 32)) >> 63);
        factors[from + i] = Float.intBitsToFloat(bits & keep);
      }
    }
  }

  /** target = source·factor, for {@code count} elements of which the first is {@code first}. */
  public void apply(long call, long first, float[] source, float[] target, int count) {
    for (int from = 0; from < count; from += BLOCK) {
      int size = Math.min(BLOCK, count - from);
      draw(call, first + from, factors, size);
      multiply(source, factors, target, from, size);
    }
  }

  private static void multiply(float[] a, float[] factors, float[] target, int from, int count) {
    for (int i = 0; i < count; i++) {
      target[from + i] = a[from + i] * factors[i];
    }
  }

  private static void mix(long base, long[] draws, int count) {
    for (int i = 0; i < count; i++) {
      draws[i] = mix(base + COUNT[i]);
    }
  }

  /** SplitMix64's finaliser (Steele, Lea and Flood 2014) after one Weyl step. */
  private static long mix(long x) {
    long z = (x + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
