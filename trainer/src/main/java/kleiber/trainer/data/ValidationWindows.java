package kleiber.trainer.data;

import java.util.Arrays;
import kleiber.trainer.batch.Batch;
import kleiber.trainer.batch.BatchLayout;
import kleiber.trainer.batch.Field;

/**
 * A split from beginning to end in windows that do not overlap; every token but the first is a
 * target once. What is missing in the last window, and sequences after it, have target -1.
 */
public final class ValidationWindows implements SequenceSource {
  private final Tokens tokens;
  private final int length;

  /**
   * @param length T
   */
  public ValidationWindows(Tokens tokens, int length) {
    this.tokens = tokens;
    this.length = length;
  }

  @Override
  public BatchLayout layout() {
    return BatchLayout.causal(length);
  }

  @Override
  public long sequencesPerEpoch() {
    return Math.max(0, (tokens.size() - 1 + length - 1) / length);
  }

  @Override
  public void read(long number, Batch batch, int row) {
    int[] inputs = batch.get(Field.TOKENS);
    int[] targets = batch.get(Field.TARGETS);
    int at = batch.start(Field.TOKENS, row);
    long start = number * length;
    long available = Math.max(0, Math.min(length, tokens.size() - 1 - start));
    Arrays.fill(inputs, at, at + length, 0);
    Arrays.fill(targets, at, at + length, Field.IGNORED);
    for (int i = 0; i < available; i++) {
      inputs[at + i] = tokens.get(start + i);
      targets[at + i] = tokens.get(start + i + 1);
    }
  }
}
