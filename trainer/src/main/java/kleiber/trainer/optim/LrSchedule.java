package kleiber.trainer.optim;

import kleiber.trainer.config.Key;

/**
 * The learning rate over a run, as a fraction of the peak. Steps t count from 1 to the last step T;
 * W is the warm-up, during which every schedule rises as t/W.
 */
public sealed interface LrSchedule {
  /** Steps of warm-up, W. */
  long warmupSteps();

  /** The fraction at t ≥ W. */
  double afterWarmup(long step, long totalSteps);

  /** The fraction of the peak rate at {@code step} of {@code totalSteps}, both counted from 1. */
  default double fraction(long step, long totalSteps) {
    long warmup = warmupSteps();
    return step <= warmup && warmup > 0 ? (double) step / warmup : afterWarmup(step, totalSteps);
  }

  /** How much of the decay from W to T has passed at t, in [0, 1]. */
  private static double progress(long step, long from, long totalSteps) {
    return totalSteps <= from
        ? 1
        : Math.min(1, Math.max(0, (double) (step - from) / (totalSteps - from)));
  }

  /** 1 after the warm-up. */
  record Constant(@Key(doc = "Steps of linear warm-up.", value = "0", min = 0) long warmupSteps)
      implements LrSchedule {
    @Override
    public double afterWarmup(long step, long totalSteps) {
      return 1;
    }
  }

  /** 1 − (1 − f)·(t − W)/(T − W). */
  record Linear(
      @Key(doc = "Steps of linear warm-up.", value = "0", min = 0) long warmupSteps,
      @Key(doc = "Fraction of the peak at the last step.", value = "0", min = 0, max = 1)
          double finalFraction)
      implements LrSchedule {
    @Override
    public double afterWarmup(long step, long totalSteps) {
      return 1 - (1 - finalFraction) * progress(step, warmupSteps, totalSteps);
    }
  }

  /** f + (1 − f)·(1 + cos(π·(t − W)/(T − W)))/2 (Loshchilov and Hutter, arXiv:1608.03983). */
  record Cosine(
      @Key(doc = "Steps of linear warm-up.", value = "0", min = 0) long warmupSteps,
      @Key(doc = "Fraction of the peak at the last step.", value = "0.1", min = 0, max = 1)
          double finalFraction)
      implements LrSchedule {
    @Override
    public double afterWarmup(long step, long totalSteps) {
      double cosine = Math.cos(Math.PI * progress(step, warmupSteps, totalSteps));
      return finalFraction + (1 - finalFraction) * (1 + cosine) / 2;
    }
  }

  /** √(W/t) (T5, arXiv:1910.10683, section 3.1.2, relative to its rate at W). */
  record InverseSquareRoot(
      @Key(doc = "Steps of linear warm-up, at least 1.", value = "100", min = 1) long warmupSteps)
      implements LrSchedule {
    @Override
    public double afterWarmup(long step, long totalSteps) {
      return Math.sqrt((double) warmupSteps / Math.max(step, 1));
    }
  }

  /**
   * 1, then over the last {@code decayFraction} of the run linearly down to f (Hu et al.,
   * arXiv:2404.06395). Several horizons can share the stable part.
   */
  record WarmupStableDecay(
      @Key(doc = "Steps of linear warm-up.", value = "0", min = 0) long warmupSteps,
      @Key(doc = "Part of all steps that decays.", value = "0.2", min = 0, max = 1)
          double decayFraction,
      @Key(doc = "Fraction of the peak at the last step.", value = "0", min = 0, max = 1)
          double finalFraction)
      implements LrSchedule {
    @Override
    public double afterWarmup(long step, long totalSteps) {
      long decayFrom = Math.max(warmupSteps, totalSteps - Math.round(decayFraction * totalSteps));
      return 1 - (1 - finalFraction) * progress(step, decayFrom, totalSteps);
    }
  }
}
