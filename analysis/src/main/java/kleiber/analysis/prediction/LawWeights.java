package kleiber.analysis.prediction;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The weight of each of several laws that were fitted to the same runs: the mean of two. One is how
 * well each fits, exp(−Δ/2) of the differences in AICc (Burnham and Anderson, Model Selection and
 * Multimodel Inference, 2002, section 2.9). The other is how well each has predicted runs that it
 * was not fitted to, one over the mean square error (Bates and Granger, The Combination of
 * Forecasts, 1969). AICc alone knows nothing of extrapolation; where nothing has been predicted,
 * equal weights take the other's place.
 */
final class LawWeights {
  /** The weight of what laws have predicted; of equal weights where nothing has been. */
  private static final double PREDICTED = 0.5;

  private static final double EQUAL = 0.2;

  private LawWeights() {}

  /** Weights that sum to 1. */
  static double[] of(List<InternalFit> fits) {
    double[] aicc = fits.stream().mapToDouble(InternalFit::aicc).toArray();
    double least = Arrays.stream(aicc).reduce(Double.POSITIVE_INFINITY, Math::min);
    double[] fitting =
        shares(fits, fit -> Double.isNaN(least) ? 1 : Math.exp((least - fit.aicc()) / 2));
    boolean predicted = fits.stream().allMatch(fit -> fit.record().error() > 0);
    double[] other = shares(fits, fit -> predicted ? Math.pow(fit.record().error(), -2) : 1);
    double share = predicted ? PREDICTED : EQUAL;
    double[] weights = new double[fits.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (1 - share) * fitting[i] + share * other[i];
    }
    return weights;
  }

  private static double[] shares(List<InternalFit> fits, ToDoubleFunction<InternalFit> weight) {
    double[] weights = fits.stream().mapToDouble(weight).toArray();
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(each -> each / sum).toArray();
  }
}
