package kleiber.lm.training;

import java.util.List;

/**
 * Where a run is, besides weights and moments: with those, all that a resumed run needs.
 *
 * @param step optimiser steps done
 * @param sequences training sequences drawn: the whole state of the data stream
 * @param calls forward passes done: the whole state of dropout
 * @param bestLossNats smallest validation loss so far, infinite before the first evaluation
 * @param lastTrainLossNats loss of the last step's batch
 * @param seconds spent training in all attempts
 * @param metricsLength bytes of the metrics file that belong to these steps
 * @param eventsLength bytes of TensorBoard's event file that do, 0 where there is none
 */
public record TrainState(
    long step,
    long sequences,
    long calls,
    double bestLossNats,
    double lastTrainLossNats,
    double seconds,
    long metricsLength,
    long eventsLength) {
  /** Refuses a place that no run can be at. */
  public TrainState {
    if (step < 0 || sequences < 0 || calls < 0 || metricsLength < 0 || eventsLength < 0) {
      throw new IllegalArgumentException(
          "step, sequences, calls, metricsLength and eventsLength must not be negative: "
              + List.of(step, sequences, calls, metricsLength, eventsLength));
    }
  }
}
