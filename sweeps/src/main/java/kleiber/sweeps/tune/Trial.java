package kleiber.sweeps.tune;

import java.util.List;

/**
 * Values of all dials, and what came of training with them.
 *
 * @param values in the order of the dials
 * @param lossNats the mean over seeds; infinite where a run diverged, NaN where one failed, null
 *     where one has not ended
 */
public record Trial(List<Double> values, Double lossNats) {
  /**
   * A trial of several seeds.
   *
   * @param lossesNats by seed, each as above
   */
  public static Trial of(List<Double> values, List<Double> lossesNats) {
    boolean ended = lossesNats.stream().allMatch(loss -> loss != null);
    return new Trial(
        values,
        ended ? lossesNats.stream().mapToDouble(loss -> loss).average().orElse(Double.NaN) : null);
  }

  boolean isFinite() {
    return lossNats != null && Double.isFinite(lossNats);
  }

  double value(int dial) {
    return values.get(dial);
  }

  /** Whether another differs in no dial, or in this one alone. */
  boolean isBeside(Trial other, int dial) {
    for (int i = 0; i < values.size(); i++) {
      if (i != dial && !values.get(i).equals(other.values.get(i))) {
        return false;
      }
    }
    return true;
  }
}
