package kleiber.sweeps.calibrate;

/**
 * What a run's steps take on a machine.
 *
 * @param accumulateSeconds forward and backward over one micro-batch; 0 where it was not timed
 * @param updateSeconds the rest of a step: clearing, reducing and updating
 * @param evaluateSeconds forward over one micro-batch
 * @param memoryBytes tensor memory, all of it allocated before the first step
 * @param precision of its matrix products, null where it was not bound
 */
public record StepCost(
    double accumulateSeconds,
    double updateSeconds,
    double evaluateSeconds,
    long memoryBytes,
    String precision) {
  /** Of a run that does not fit. */
  static StepCost untimed(long memoryBytes) {
    return new StepCost(0, 0, 0, memoryBytes, null);
  }

  /** Whether it was timed; a run that does not fit in memory is not. */
  boolean isTimed() {
    return accumulateSeconds > 0;
  }
}
