package kleiber.analysis.planner;

import java.util.Map;
import kleiber.analysis.fit.FitReport;
import kleiber.analysis.uncertainty.Prediction;
import kleiber.trainer.KleiberException;

/**
 * A model that is predicted and not trained: the best one of its compute.
 *
 * @param flops C
 * @param n parameters N*
 * @param d training tokens D*
 * @param prediction of its loss, by the law or by all that are pooled
 * @param distance from what was fitted
 */
public record PredictedModel(
    double flops, double n, double d, Prediction prediction, Distance distance) {
  /** Compute farther from the fitted than this is not searched for the one of a size. */
  private static final double FAR = 1e12;

  private static final int HALVINGS = 100;

  /**
   * The best model of a budget.
   *
   * @throws KleiberException where the fit has no optimum
   */
  public static PredictedModel ofFlops(FitReport report, double flops) {
    require(report);
    Allocation best = report.optimal(flops);
    if (!best.exists()) {
      throw none(report, "at that compute");
    }
    return new PredictedModel(
        flops,
        best.n(),
        best.d(),
        report.predict(best.n(), best.d()),
        Distance.of(Map.of("N", best.n(), "D", best.d(), "C", flops), report.range()));
  }

  /**
   * The model of a size, trained on the tokens for which that size is best.
   *
   * @throws KleiberException where the fit has no optimum of that size
   */
  public static PredictedModel ofParams(FitReport report, double params) {
    require(report);
    double low = Math.log(report.largestFlops() / FAR);
    double high = Math.log(report.largestFlops() * FAR);
    if (!(size(report, low) < params && params < size(report, high))) {
      throw none(report, "of that size");
    }
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (size(report, middle) < params) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return ofFlops(report, Math.exp((low + high) / 2));
  }

  private static double size(FitReport report, double logFlops) {
    return report.optimal(Math.exp(logFlops)).n();
  }

  private static void require(FitReport report) {
    if (!report.allocates()) {
      throw none(report, "at any compute");
    }
  }

  private static KleiberException none(FitReport report, String where) {
    return KleiberException.usage(
        "no model to predict: law "
            + report.lawFacts().id()
            + " as fitted has no best model "
            + where
            + "; train runs that vary both N and D more, or fit chinchilla, coupled or kaplan");
  }
}
