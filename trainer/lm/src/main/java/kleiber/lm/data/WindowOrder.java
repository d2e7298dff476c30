package kleiber.lm.data;

import kleiber.core.random.SeededStream;

/**
 * Where training windows of a split start. In epoch order, windows at a fixed stride are each used
 * once an epoch, in an order that the seed and the epoch decide. In random order, every offset is
 * drawn independently.
 */
public final class WindowOrder {
  private final long offsets;
  private final int stride;
  private final Sampling sampling;
  private final SeededStream stream;
  private final long windows;
  private long epoch = -1;
  private Permutation order;

  /**
   * @param tokens in the split, at least a window
   * @param windowLength tokens of a window
   * @param stride tokens from a window to the next
   */
  public WindowOrder(long tokens, int windowLength, int stride, Sampling sampling, long seed) {
    this.offsets = tokens - windowLength + 1;
    this.stride = stride;
    this.sampling = sampling;
    this.stream = SeededStream.of(seed, "data/order");
    this.windows = (offsets - 1) / stride + 1;
  }

  /** Windows an epoch. */
  public long windows() {
    return windows;
  }

  /** The first token of window {@code number}, counted across epochs. */
  public long start(long number) {
    if (sampling == Sampling.RANDOM) {
      return stream.below(number, offsets);
    }
    if (number / windows != epoch) {
      epoch = number / windows;
      order = new Permutation(windows, stream.child(epoch));
    }
    return order.apply(number % windows) * stride;
  }
}
