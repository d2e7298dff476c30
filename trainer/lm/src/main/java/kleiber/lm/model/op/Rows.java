package kleiber.lm.model.op;

/**
 * How many rows a value has, before it is known how many sequences come at once.
 *
 * @param count rows
 * @param perSequence whether every sequence of a batch has as many, or all of them together
 */
public record Rows(long count, boolean perSequence) {
  /** So many for every sequence. */
  public static Rows perSequence(long count) {
    return new Rows(count, true);
  }

  /** So many for all sequences together. */
  public static Rows shared(long count) {
    return new Rows(count, false);
  }

  /** Rows of a batch of {@code sequences}. */
  public long of(int sequences) {
    return perSequence ? count * sequences : count;
  }

  /** Rows that are computed for every sequence, 0 where all share them. */
  long ofOneSequence() {
    return perSequence ? count : 0;
  }
}
