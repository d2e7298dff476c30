package kleiber.sweeps.calibrate;

/**
 * What a run's steps take on a machine.
 *
 * @param accumulateSeconds forward and backward over one micro-batch; 0 where it was not timed
 * @param updateSeconds the rest of a step: clearing, reducing and updating
 * @param evaluateSeconds forward over one micro-batch
 * @param memoryBytes tensor memory, all of it allocated before the first step
 * @param precision of its matrix products, null where it was not bound
 * @param alone what a step takes where nothing else trains on its device, as a fraction of what it
 *     takes beside as many others as there may be; 1 on cores
 */
public record StepCost(
    double accumulateSeconds,
    double updateSeconds,
    double evaluateSeconds,
    long memoryBytes,
    String precision,
    double alone) {
  /** Of a run that does not fit. */
  static StepCost untimed(long memoryBytes) {
    return new StepCost(0, 0, 0, memoryBytes, null, 1);
  }

  /** Seconds of a step of one micro-batch. */
  double stepSeconds() {
    return accumulateSeconds + updateSeconds;
  }

  /** Whether it was timed; a run that does not fit in memory is not. */
  boolean isTimed() {
    return accumulateSeconds > 0;
  }
}
