package kleiber.lm.objective;

import kleiber.core.KleiberException;
import kleiber.core.random.SeededStream;
import kleiber.lm.batch.Batch;
import kleiber.lm.batch.BatchLayout;
import kleiber.lm.data.Sampling;
import kleiber.lm.data.SequenceSource;
import kleiber.lm.data.Tokens;
import kleiber.lm.data.WindowOrder;

/** Examples of the training split, without end: what is random in them differs in every epoch. */
public final class TrainingExamples implements SequenceSource {
  private final Tokens tokens;
  private final Objective objective;
  private final WindowOrder order;
  private final SeededStream draws;
  private final int[] window;

  /**
   * @param seed of the order and of all draws
   * @throws KleiberException when the split is shorter than one window
   */
  public TrainingExamples(Tokens tokens, Objective objective, Sampling sampling, long seed) {
    int length = objective.windowLength();
    if (tokens.size() < length) {
      throw KleiberException.usage(
          "the training split has "
              + tokens.size()
              + " tokens, fewer than the "
              + length
              + " that one sequence is made of; give more text or a smaller context");
    }
    this.tokens = tokens;
    this.objective = objective;
    this.order = new WindowOrder(tokens.size(), length, objective.stride(), sampling, seed);
    this.draws = SeededStream.of(seed, "objective");
    this.window = new int[length];
  }

  @Override
  public BatchLayout layout() {
    return objective.layout();
  }

  @Override
  public long sequencesPerEpoch() {
    return order.windows();
  }

  @Override
  public void read(long number, Batch batch, int row) {
    tokens.read(order.start(number), window, window.length);
    objective.write(window, window.length, draws.child(number), batch, row);
  }
}
