package kleiber.lm.data;

import kleiber.lm.batch.Batch;
import kleiber.lm.batch.BatchLayout;

/**
 * Sequences by number: the same number always gives the same sequence, so that the whole state of a
 * data stream is how many sequences have been drawn.
 */
public interface SequenceSource {
  /** What each sequence holds. */
  BatchLayout layout();

  /** Sequences in one pass over the data. */
  long sequencesPerEpoch();

  /**
   * Writes one sequence.
   *
   * @param number from 0, across epochs
   * @param row which sequence of {@code batch} to overwrite
   */
  void read(long number, Batch batch, int row);

  /** Fills a whole batch from sequence {@code first} on. */
  default void readBatch(long first, Batch batch) {
    for (int row = 0; row < batch.sequences(); row++) {
      read(first + row, batch, row);
    }
  }
}
