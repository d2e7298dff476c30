package kleiber.trainer.data;

/**
 * Sequences by number: the same number always gives the same sequence, so that the whole state of a
 * data stream is how many sequences have been drawn.
 */
public interface SequenceSource {
  /** Sequences in one pass over the data. */
  long sequencesPerEpoch();

  /**
   * Writes T inputs and their T targets, the tokens one further on.
   *
   * @param number from 0, across epochs
   * @param at where the sequence starts in both arrays
   */
  void read(long number, int[] inputs, int[] targets, int at);

  /** Fills whole batches [B, T] from sequence {@code first} on. */
  default void readBatch(long first, int[] inputs, int[] targets, int length) {
    for (int i = 0; i * length < inputs.length; i++) {
      read(first + i, inputs, targets, i * length);
    }
  }
}
