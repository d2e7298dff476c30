package kleiber.lm.objective;

import kleiber.core.random.SeededStream;
import kleiber.lm.batch.Batch;
import kleiber.lm.batch.BatchLayout;
import kleiber.lm.data.SequenceSource;
import kleiber.lm.data.Tokens;

/**
 * A split from beginning to end in windows at the objective's stride, always the same examples
 * whatever a run's seed. Sequences after the end are empty.
 */
public final class ValidationExamples implements SequenceSource {
  private static final SeededStream DRAWS = SeededStream.of(0, "objective/validation");

  private final Tokens tokens;
  private final Objective objective;
  private final int[] window;

  /** The examples of {@code objective} in {@code tokens}. */
  public ValidationExamples(Tokens tokens, Objective objective) {
    this.tokens = tokens;
    this.objective = objective;
    this.window = new int[objective.windowLength()];
  }

  @Override
  public BatchLayout layout() {
    return objective.layout();
  }

  /** Two tokens are the least that anything can be predicted in. */
  @Override
  public long sequencesPerEpoch() {
    return tokens.size() < 2 ? 0 : (tokens.size() - 2) / objective.stride() + 1;
  }

  @Override
  public void read(long number, Batch batch, int row) {
    long start = number * objective.stride();
    int count = (int) Math.max(0, Math.min(window.length, tokens.size() - start));
    tokens.read(start, window, count);
    objective.write(window, count, DRAWS.child(number), batch, row);
  }
}
