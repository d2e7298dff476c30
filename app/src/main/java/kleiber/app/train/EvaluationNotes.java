package kleiber.app.train;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import kleiber.core.Rounded;

/** Tells every few seconds how far an evaluation is. */
final class EvaluationNotes implements LongConsumer {
  private static final double SECONDS = 5;

  private final long all;
  private final Consumer<String> notes;
  private final long begun = System.nanoTime();
  private long told = begun;

  /**
   * @param all sequences to evaluate
   */
  EvaluationNotes(long all, Consumer<String> notes) {
    this.all = all;
    this.notes = notes;
  }

  @Override
  public void accept(long done) {
    long now = System.nanoTime();
    if ((now - told) / 1e9 > SECONDS) {
      told = now;
      double left = (now - begun) / 1e9 * (all - done) / done;
      notes.accept(
          String.format(
              Locale.ROOT,
              "evaluating: %,d of %,d sequences, %s left",
              done,
              all,
              Rounded.duration(left)));
    }
  }
}
