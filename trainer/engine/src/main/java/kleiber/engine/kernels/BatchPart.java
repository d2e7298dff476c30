package kleiber.engine.kernels;

/**
 * Neighbouring sequences of a micro-batch: what one of several that work on it side by side has.
 *
 * @param first the first of them
 * @param sequences how many
 */
public record BatchPart(int first, int sequences) {
  /** A micro-batch from its first sequence on, however many it has. */
  public static final BatchPart WHOLE = new BatchPart(0, 1);

  /**
   * Where the part begins in the whole micro-batch.
   *
   * @param elements that the part has, in all its sequences
   */
  public long firstElement(long elements) {
    return elements / sequences * first;
  }
}
