package kleiber.lm.objective;

import kleiber.core.random.SeededStream;
import kleiber.lm.batch.Batch;
import kleiber.lm.batch.BatchLayout;

/** Turns a window of text into a training example. */
public interface Objective {
  /** What an example holds. */
  BatchLayout layout();

  /** Tokens of the window that an example is made of. */
  int windowLength();

  /** Tokens from the start of one window to the start of the next. */
  int stride();

  /**
   * Writes one example, or an empty one where there are too few tokens.
   *
   * @param window its tokens
   * @param count how many there are, up to {@link #windowLength()}: fewer at the end of a split
   * @param draws decides all that is random, so that an example can be made again
   * @param row which sequence of {@code batch} to overwrite
   */
  void write(int[] window, int count, SeededStream draws, Batch batch, int row);
}
