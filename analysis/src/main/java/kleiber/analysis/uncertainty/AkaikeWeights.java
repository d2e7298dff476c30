package kleiber.analysis.uncertainty;

import java.util.Arrays;

/**
 * How much say each of several laws has that were fitted to the same runs: exp(−Δ/2) of the
 * differences in AICc (Burnham and Anderson, Model Selection and Multimodel Inference, 2002,
 * section 2.9). Part of the weight is shared equally, since AICc knows nothing of extrapolation
 * and, with few runs, is more certain than it should be.
 */
public final class AkaikeWeights {
  private static final double SHARED = 0.2;

  private AkaikeWeights() {}

  /**
   * Weights that sum to 1.
   *
   * @param aicc of each law; if any is NaN all weigh the same
   */
  public static double[] of(double... aicc) {
    double least = Arrays.stream(aicc).reduce(Double.POSITIVE_INFINITY, Math::min);
    double[] weights = new double[aicc.length];
    for (int i = 0; i < aicc.length; i++) {
      boolean best = Double.isNaN(least) || aicc[i] == least;
      weights[i] = best ? 1 : Math.exp((least - aicc[i]) / 2);
    }
    double sum = Arrays.stream(weights).sum();
    for (int i = 0; i < aicc.length; i++) {
      weights[i] = (1 - SHARED) * weights[i] / sum + SHARED / aicc.length;
    }
    return weights;
  }
}
