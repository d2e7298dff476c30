package kleiber.core.random;

import java.nio.charset.StandardCharsets;

/**
 * A named stream of random numbers, addressed by counter: number {@code i} of stream {@code name}
 * under {@code seed} is always the same, in whatever order it is asked for. Nothing has to be saved
 * to resume, and streams never disturb each other.
 *
 * <p>The generator is SplitMix64's finaliser over a Weyl sequence (Steele, Lea and Flood, OOPSLA
 * 2014).
 */
public final class SeededStream {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private final long key;

  private SeededStream(long key) {
    this.key = key;
  }

  /** The stream of that name under a run's seed. */
  public static SeededStream of(long seed, String name) {
    long key = mix(seed + GAMMA);
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      key = mix(key + GAMMA + b);
    }
    return new SeededStream(key);
  }

  /** A stream within this one. */
  public SeededStream child(long index) {
    return new SeededStream(mix(key ^ mix(index + GAMMA)));
  }

  /** 64 random bits. */
  public long bits(long counter) {
    return mix(key + (counter + 1) * GAMMA);
  }

  /** Uniform in [0, 1), in steps of 2⁻⁵³. */
  public double uniform(long counter) {
    return (bits(counter) >>> 11) * 0x1.0p-53;
  }

  /** Uniform in 0 … bound−1. The bias of below bound/2⁶³ is far under what any use could see. */
  public long below(long counter, long bound) {
    return Math.floorMod(bits(counter) >>> 1, bound);
  }

  /** Standard normal, by Box and Muller (1958) from uniforms 2·counter and 2·counter + 1. */
  public double normal(long counter) {
    double radius = Math.sqrt(-2 * Math.log(1 - uniform(2 * counter)));
    return radius * Math.cos(2 * Math.PI * uniform(2 * counter + 1));
  }

  private static long mix(long x) {
    long z = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
