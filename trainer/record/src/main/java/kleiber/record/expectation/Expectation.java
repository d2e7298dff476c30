package kleiber.record.expectation;

import java.util.List;

/**
 * The training losses that a run should have.
 *
 * @param from the first step that it says anything of, counted from 1
 * @param logLosses the logarithm of the loss of each step's batch, from the first step on; NaN
 *     where none is expected
 * @param batchSd standard deviation of the logarithm of one batch's loss
 * @param runSds standard deviation of the logarithm of a whole run's loss about these, at each step
 * @param notes in words, what to know before it is believed
 */
public record Expectation(
    long from, double[] logLosses, double batchSd, double[] runSds, List<String> notes) {

  /** A band of losses in nats per token. */
  public record Band(double low, double high) {}
}
