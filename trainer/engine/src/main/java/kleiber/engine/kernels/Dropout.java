package kleiber.engine.kernels;

import java.util.function.LongSupplier;

/**
 * One dropout layer's source of masks: the mask of call n depends on (seed, n) and the place of the
 * element in the whole micro-batch, not on who computes it.
 *
 * @param rate probability of zero, in [0, 1)
 * @param seed of the layer
 * @param call the number of the forward pass, read at every forward and backward
 * @param part the sequences that the op has
 */
public record Dropout(double rate, long seed, LongSupplier call, BatchPart part) {
  /** For whole micro-batches. */
  public Dropout(double rate, long seed, LongSupplier call) {
    this(rate, seed, call, BatchPart.WHOLE);
  }

  /** Of 32 random bits, those below this mean zero. */
  public long threshold() {
    return (long) (rate * (1L << 32));
  }

  /** The factor of what is kept: 1/(1 − rate). */
  public float kept() {
    return (float) (1 / (1 - rate));
  }

  /**
   * The function that draws an op's part of the mask.
   *
   * @param elements that the op has
   */
  public DropoutMask mask(long elements) {
    return new DropoutMask(this, elements);
  }
}
