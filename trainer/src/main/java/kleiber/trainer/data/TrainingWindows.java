package kleiber.trainer.data;

import kleiber.trainer.KleiberException;
import kleiber.trainer.batch.Batch;
import kleiber.trainer.batch.BatchLayout;
import kleiber.trainer.batch.Field;
import kleiber.trainer.random.SeededStream;

/**
 * Training sequences of a split. In epoch order, windows of T + 1 tokens at a stride of T are each
 * used once an epoch, in an order that the seed and the epoch decide. In random order, every offset
 * is drawn independently.
 */
public final class TrainingWindows implements SequenceSource {
  private final Tokens tokens;
  private final int length;
  private final Sampling sampling;
  private final SeededStream stream;
  private final long windows;
  private long epoch = -1;
  private Permutation order;

  /**
   * @param length T
   * @throws KleiberException when the split is shorter than one window
   */
  public TrainingWindows(Tokens tokens, int length, Sampling sampling, long seed) {
    this.tokens = tokens;
    this.length = length;
    this.sampling = sampling;
    this.stream = SeededStream.of(seed, "data/order");
    this.windows = (tokens.size() - 1) / length;
    if (windows < 1) {
      throw KleiberException.usage(
          "the training split has "
              + tokens.size()
              + " tokens, fewer than one window of model.context + 1 = "
              + (length + 1)
              + "; give more text or a smaller context");
    }
  }

  @Override
  public BatchLayout layout() {
    return BatchLayout.causal(length);
  }

  @Override
  public long sequencesPerEpoch() {
    return windows;
  }

  @Override
  public void read(long number, Batch batch, int row) {
    int[] inputs = batch.get(Field.TOKENS);
    int[] targets = batch.get(Field.TARGETS);
    int at = batch.start(Field.TOKENS, row);
    long start = start(number);
    int previous = tokens.get(start);
    for (int i = 0; i < length; i++) {
      int next = tokens.get(start + i + 1);
      inputs[at + i] = previous;
      targets[at + i] = next;
      previous = next;
    }
  }

  private long start(long number) {
    if (sampling == Sampling.RANDOM) {
      return stream.below(number, tokens.size() - length);
    }
    if (number / windows != epoch) {
      epoch = number / windows;
      order = new Permutation(windows, stream.child(epoch));
    }
    return order.apply(number % windows) * length;
  }
}
