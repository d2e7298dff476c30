package kleiber.analysis.uncertainty;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import kleiber.analysis.fit.Criterion;
import kleiber.analysis.fit.Fit;
import kleiber.analysis.fit.Penalty;
import kleiber.analysis.law.Law;
import kleiber.analysis.law.Samples;

/**
 * How far a fit can be trusted, beside its intervals.
 *
 * @param converged whether the gradient test held
 * @param agreeingStarts fraction of the polished starts that ended at the same objective
 * @param residualSd standard deviation of log residuals, corrected for the parameters
 * @param aicc Akaike's criterion for small samples, from squared log residuals; lower is better
 * @param identifiability which combinations of parameters the runs determine
 * @param sensitivity published parameters under other choices
 */
public record Diagnostics(
    boolean converged,
    double agreeingStarts,
    double residualSd,
    double aicc,
    Identifiability identifiability,
    Map<String, double[]> sensitivity) {
  /** The key of the largest delta in {@link #sensitivity}. */
  static final String LOOSE = "delta 0.1";

  private static final int OUTLIERS = 5;

  /** The diagnostics of a fit. */
  public static Diagnostics of(Fit fit, Samples samples, Criterion criterion) {
    Law law = fit.law();
    double[] squares = squares(fit, samples);
    return new Diagnostics(
        fit.converged(),
        fit.agreeing(),
        residualSd(fit, samples),
        aicc(fit, samples),
        Identifiability.of(fit, samples),
        sensitivity(fit, samples, squares, criterion));
  }

  /** Standard deviation of log residuals, corrected for the parameters. */
  public static double residualSd(Fit fit, Samples samples) {
    double sum = Arrays.stream(squares(fit, samples)).sum();
    return Math.sqrt(sum / Math.max(1, samples.size() - fit.law().size()));
  }

  /** Akaike's criterion for small samples, NaN with too few runs for it. */
  public static double aicc(Fit fit, Samples samples) {
    double sum = Arrays.stream(squares(fit, samples)).sum();
    int n = samples.size();
    int k = fit.law().size();
    return n > k + 2
        ? n * Math.log(sum / n) + 2 * (k + 1) + 2.0 * (k + 1) * (k + 2) / (n - k - 2)
        : Double.NaN;
  }

  private static double[] squares(Fit fit, Samples samples) {
    double[] squares = fit.logLosses(samples);
    for (int i = 0; i < squares.length; i++) {
      squares[i] = Math.pow(squares[i] - samples.logLosses()[i], 2);
    }
    return squares;
  }

  private static Map<String, double[]> sensitivity(
      Fit fit, Samples samples, double[] squares, Criterion criterion) {
    Law law = fit.law();
    Map<String, double[]> results = new LinkedHashMap<>();
    for (double delta : new double[] {1e-4, 1e-3, 1e-2, 1e-1}) {
      results.put(
          "delta " + BigDecimal.valueOf(delta).stripTrailingZeros().toPlainString(),
          criterion.with(new Penalty.Huber(delta)).fitter(law, samples).fit(samples).published());
    }
    int outliers = Math.min(OUTLIERS, samples.size() - law.size() - 1);
    if (outliers > 0) {
      int[] kept =
          IntStream.range(0, squares.length)
              .boxed()
              .sorted(Comparator.comparingDouble(i -> -squares[i]))
              .skip(outliers)
              .mapToInt(i -> i)
              .sorted()
              .toArray();
      results.put(
          "without " + outliers + " largest residuals",
          criterion.fitter(law, samples.only(kept)).fit(samples.only(kept)).published());
    }
    return results;
  }
}
