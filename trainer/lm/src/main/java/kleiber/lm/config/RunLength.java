package kleiber.lm.config;

import kleiber.core.KleiberException;

/**
 * How long a run is, its batch schedule counted out.
 *
 * @param steps optimiser steps
 * @param tokens training tokens, whole steps
 */
public record RunLength(long steps, long tokens) {
  /** Training tokens beyond those of any text: steps of so many are still counted exactly. */
  public static final double MOST_TOKENS = 1e17;

  private static final RunLength NONE = new RunLength(0, 0);

  /** More steps than any run has; a sum of two such can still be counted. */
  private static final long MANY = 1L << 60;

  /** The first {@code steps} steps of sequences of {@code length} tokens. */
  static RunLength ofSteps(long steps, BatchConfig batch, int length) {
    RunLength ramp = NONE;
    while (ramp.steps < steps && ramp.next(batch) < batch.sequences()) {
      long left = steps - ramp.steps;
      ramp = ramp.plus(Math.min(left, ramp.ofOneSize(batch, length)), ramp.next(batch), length);
    }
    return ramp.plus(steps - ramp.steps, batch.sequences(), length);
  }

  /** As many steps as come nearest to {@code wanted} tokens, at least one. */
  static RunLength ofTokens(double wanted, BatchConfig batch, int length) {
    RunLength ramp = NONE;
    while (ramp.next(batch) < batch.sequences()) {
      long steps = ramp.ofOneSize(batch, length);
      long nearest = ramp.nearest(wanted, ramp.next(batch), length);
      if (nearest < steps) {
        return ramp.plus(nearest, ramp.next(batch), length);
      }
      ramp = ramp.plus(steps, ramp.next(batch), length);
    }
    return ramp.plus(ramp.nearest(wanted, batch.sequences(), length), batch.sequences(), length);
  }

  private int next(BatchConfig batch) {
    return batch.sequencesAt(steps, tokens);
  }

  /** The whole number of further steps that comes nearest to {@code wanted} tokens in all. */
  private long nearest(double wanted, int sequences, int length) {
    long least = steps == 0 ? 1 : 0;
    return Math.max(least, Math.round((wanted - tokens) / ((double) sequences * length)));
  }

  /**
   * How many steps from here on have as many sequences as the next. Batches never shrink, so the
   * last of them is found by doubling and then halving the distance, and not step by step.
   */
  private long ofOneSize(BatchConfig batch, int length) {
    long same = 0;
    long other = 1;
    while (isOfOneSize(other, batch, length)) {
      same = other;
      other *= 2;
    }
    while (other - same > 1) {
      long middle = (same + other) / 2;
      if (isOfOneSize(middle, batch, length)) {
        same = middle;
      } else {
        other = middle;
      }
    }
    return other;
  }

  private boolean isOfOneSize(long further, BatchConfig batch, int length) {
    int sequences = next(batch);
    double seen = tokens + (double) further * sequences * length;
    return further < MANY && batch.sequencesAt(steps + further, seen) == sequences;
  }

  /**
   * In exact arithmetic.
   *
   * @throws KleiberException when there are too many to count
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
}
