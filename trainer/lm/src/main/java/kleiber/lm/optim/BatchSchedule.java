package kleiber.lm.optim;

import java.util.List;
import java.util.Locale;
import kleiber.core.schema.Key;

/**
 * How many sequences a step has over a run. The size of a step depends on what was done before it
 * alone, so a resumed run needs nothing but its counts of steps and tokens.
 */
public sealed interface BatchSchedule
    permits BatchSchedule.Constant, BatchSchedule.Linear, BatchSchedule.Doubling {
  /**
   * The sequences of one step.
   *
   * @param steps optimiser steps done before it
   * @param tokens training tokens seen before it
   * @param full sequences of a full batch
   */
  int sequences(long steps, double tokens, int full);

  /**
   * The largest number of sequences that every step has a multiple of.
   *
   * @throws IllegalArgumentException when {@code full} does not fit the schedule
   */
  int unit(int full);

  /** Every step has a full batch. */
  record Constant() implements BatchSchedule {
    @Override
    public int sequences(long steps, double tokens, int full) {
      return full;
    }

    @Override
    public int unit(int full) {
      return full;
    }
  }

  /**
   * In equal increments from a small batch to a full one over the first tokens (GPT-3,
   * arXiv:2005.14165, appendix B; the increments are Megatron-LM's).
   */
  record Linear(
      @Key(doc = "Sequences of the first step.", min = 1) int from,
      @Key(doc = "Sequences added at a time.", min = 1) int increment,
      @Key(doc = "Tokens before the batch is full.", min = 1) double tokens)
      implements BatchSchedule {
    @Override
    public int sequences(long steps, double seen, int full) {
      if (seen >= tokens) {
        return full;
      }
      int increments = (full - from) / increment;
      return from + increment * (int) (seen / tokens * increments);
    }

    @Override
    public int unit(int full) {
      if (full < from || (full - from) % increment != 0) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "a ramp from %d by %d does not reach %d sequences; choose an increment that divides"
                    + " the difference",
                from,
                increment,
                full));
      }
      return full == from ? full : divisor(divisor(from, increment), full);
    }

    private static int divisor(int a, int b) {
      return b == 0 ? a : divisor(b, a % b);
    }
  }

  /**
   * Twice the sequences from each of the given points on, the last time to a full batch: PaLM's by
   * steps (arXiv:2204.02311, section 5), Gopher's and Chinchilla's by tokens (arXiv:2203.15556,
   * section 4.1).
   */
  record Doubling(
      @Key(doc = "Steps after which the batch doubles.", value = "") List<Long> afterSteps,
      @Key(doc = "Tokens after which the batch doubles.", value = "") List<Double> afterTokens)
      implements BatchSchedule {
    @Override
    public int sequences(long steps, double tokens, int full) {
      long toCome =
          afterSteps.stream().filter(point -> steps < point).count()
              + afterTokens.stream().filter(point -> tokens < point).count();
      return full >> toCome;
    }

    @Override
    public int unit(int full) {
      int doublings = afterSteps.size() + afterTokens.size();
      int times = 1 << Math.min(doublings, 30);
      if (doublings > 30 || full % times != 0) {
        throw new IllegalArgumentException(
            full
                + " sequences are not a multiple of "
                + times
                + ", the batch's growth by doubling");
      }
      return full / times;
    }
  }
}
