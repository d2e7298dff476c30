package kleiber.lm.run;

/** A run has left the numbers, which ends it: {@link TrainRun} writes that down. */
final class Divergence extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param step after which, or in which, it was found
   * @param what was found
   */
  Divergence(long step, String what) {
    super("step " + step + ": " + what + "; lower optimizer.lr or lengthen the warm-up");
  }
}
