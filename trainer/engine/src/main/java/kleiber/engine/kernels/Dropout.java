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

  /** The mask's function. */
  public DropoutMask mask() {
    return new DropoutMask(rate, seed);
  }

  /**
   * The place in the mask of the op's first element.
   *
   * @param elements that the op has
   */
  public long firstElement(long elements) {
    return part.firstElement(elements);
  }
}
