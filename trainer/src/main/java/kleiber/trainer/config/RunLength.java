package kleiber.trainer.config;

/**
 * How long a run is, its batch schedule counted out.
 *
 * @param steps optimiser steps
 * @param tokens training tokens, whole steps
 */
public record RunLength(long steps, long tokens) {
  private static final RunLength NONE = new RunLength(0, 0);

  /** The first {@code steps} steps of sequences of {@code length} tokens. */
  static RunLength ofSteps(long steps, BatchConfig batch, int length) {
    RunLength ramp = NONE;
    while (ramp.steps < steps && ramp.next(batch) < batch.sequences()) {
      ramp = ramp.plus(1, ramp.next(batch), length);
    }
    return ramp.plus(steps - ramp.steps, batch.sequences(), length);
  }

  /** As many steps as come nearest to {@code wanted} tokens, at least one. */
  static RunLength ofTokens(double wanted, BatchConfig batch, int length) {
    RunLength ramp = NONE;
    while (ramp.next(batch) < batch.sequences()) {
      double next = (double) ramp.next(batch) * length;
      if (ramp.steps > 0 && wanted - ramp.tokens < next / 2) {
        return ramp;
      }
      ramp = ramp.plus(1, ramp.next(batch), length);
    }
    long least = ramp.steps == 0 ? 1 : 0;
    long full = Math.round((wanted - ramp.tokens) / ((double) batch.sequences() * length));
    return ramp.plus(Math.max(least, full), batch.sequences(), length);
  }

  private int next(BatchConfig batch) {
    return batch.sequencesAt(steps, tokens);
  }

  private RunLength plus(long more, int sequences, int length) {
    return new RunLength(steps + more, tokens + more * sequences * length);
  }
}
