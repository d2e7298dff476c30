package kleiber.lm.objective;

import kleiber.core.random.SeededStream;
import kleiber.lm.batch.Batch;
import kleiber.lm.batch.BatchLayout;
import kleiber.lm.batch.Field;

/**
 * T inputs and the tokens one further on.
 *
 * @param length T
 */
record NextToken(int length) implements Objective {
  @Override
  public BatchLayout layout() {
    return BatchLayout.causal(length);
  }

  @Override
  public int windowLength() {
    return length + 1;
  }

  @Override
  public int stride() {
    return length;
  }

  @Override
  public void write(int[] window, int count, SeededStream draws, Batch batch, int row) {
    batch.clear(row);
    int at = batch.start(Field.TOKENS, row);
    int targets = Math.max(0, count - 1);
    System.arraycopy(window, 0, batch.get(Field.TOKENS), at, targets);
    System.arraycopy(window, 1, batch.get(Field.TARGETS), at, targets);
  }
}
