package kleiber.trainer.config;

import java.util.Locale;
import kleiber.trainer.KleiberException;

/**
 * How long a run is, its batch schedule counted out.
 *
 * @param steps optimiser steps
 * @param tokens training tokens, whole steps
 */
public record RunLength(long steps, long tokens) {
  private static final RunLength NONE = new RunLength(0, 0);

  /** Steps of growing batches that are counted one by one, a hundred times those of GPT-3. */
  private static final long MOST_RAMPED = 10_000_000;

  /** The first {@code steps} steps of sequences of {@code length} tokens. */
  static RunLength ofSteps(long steps, BatchConfig batch, int length) {
    RunLength ramp = NONE;
    while (ramp.steps < steps && ramp.next(batch) < batch.sequences()) {
      ramp = ramp.ramped(batch, length);
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
      ramp = ramp.ramped(batch, length);
    }
    long least = ramp.steps == 0 ? 1 : 0;
    long full = Math.round((wanted - ramp.tokens) / ((double) batch.sequences() * length));
    return ramp.plus(Math.max(least, full), batch.sequences(), length);
  }

  private int next(BatchConfig batch) {
    return batch.sequencesAt(steps, tokens);
  }

  /**
   * In exact arithmetic.
   *
   * @throws KleiberException when there are too many to count, or too many one by one
   */
  private RunLength plus(long more, int sequences, int length) {
    try {
      long stepTokens = Math.multiplyExact((long) sequences, (long) length);
      return new RunLength(
          Math.addExact(steps, more), Math.addExact(tokens, Math.multiplyExact(more, stepTokens)));
    } catch (ArithmeticException e) {
      throw KleiberException.usage(
          "horizon: a run of more than 2^63 tokens cannot be counted; make it shorter", e);
    }
  }

  private RunLength ramped(BatchConfig batch, int length) {
    if (steps >= MOST_RAMPED) {
      throw KleiberException.usage(
          String.format(
              Locale.ROOT,
              "batch.schedule: the batch is not full after %,d steps; let it grow faster",
              MOST_RAMPED));
    }
    return plus(1, next(batch), length);
  }
}
