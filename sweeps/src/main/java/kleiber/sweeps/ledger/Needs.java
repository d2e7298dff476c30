package kleiber.sweeps.ledger;

/**
 * What a run takes of the machine that it was planned on.
 *
 * @param memoryBytes as in {@link kleiber.sweeps.calibrate.Estimate}
 * @param alone its duration with none beside it, as a fraction of that with as many as there may be
 * @param threads as configured: 0 for all that its place has
 */
public record Needs(long memoryBytes, double alone, int threads) {
  /** Of a run in a plan that does not say. */
  public static final Needs UNKNOWN = new Needs(0, 1, 1);

  /** Refuses what no run can take. */
  public Needs {
    if (memoryBytes < 0 || !(alone > 0 && alone <= 1) || threads < 0) {
      throw new IllegalArgumentException(
          "needs: memoryBytes and threads must not be negative, alone must be above 0 and at"
              + " most 1");
    }
  }
}
