package kleiber.analysis.batch;

import java.util.List;
import kleiber.analysis.uncertainty.Interval;

/**
 * The critical batch of several sizes at several losses.
 *
 * @param found for each size and target
 * @param law how it grows as loss falls, over all sizes; null with fewer than two targets
 * @param bySize the exponent of B_crit ∝ N^x at equal loss; null with one size
 * @param unfitted ladders with too few batches to fit
 * @param level of all intervals
 */
public record CriticalBatches(
    List<Found> found, ByLoss law, Estimate bySize, List<Ladder> unfitted, double level) {
  /** A value with its interval. */
  public record Estimate(double value, Interval interval) {}

  /**
   * One hyperbola, (S/S_min − 1)(E/E_min − 1) = 1.
   *
   * @param ladder what it was fitted to
   * @param minSteps S_min
   * @param minTokens E_min
   * @param batch B_crit = E_min/S_min in tokens
   */
  public record Found(Ladder ladder, Estimate minSteps, Estimate minTokens, Estimate batch) {}

  /**
   * B_crit = B_*·L^(−1/α_B).
   *
   * @param star B_* in tokens
   * @param alpha α_B; negative where the critical batch falls with loss
   */
  public record ByLoss(Estimate star, Estimate alpha) {}
}
