package kleiber.analysis.planner;

import java.util.Map;
import kleiber.analysis.law.Allocation;
import kleiber.analysis.law.Input;
import kleiber.analysis.prediction.Distance;
import kleiber.analysis.prediction.FittedLaw;
import kleiber.analysis.prediction.Prediction;
import kleiber.core.KleiberException;
import org.hipparchus.analysis.solvers.BrentSolver;

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

  /** To what ln C is solved for. */
  private static final double RELATIVE = 1e-15;

  private static final double ABSOLUTE = 1e-12;
  private static final int MOST = 200;

  /**
   * The model that is wanted.
   *
   * @throws KleiberException where the fit has no optimum of that compute or size
   */
  public static PredictedModel of(FittedLaw fit, WantedModel wanted) {
    return wanted.isFlops() ? ofFlops(fit, wanted.value()) : ofParams(fit, wanted.value());
  }

  /**
   * The best model of a budget.
   *
   * @throws KleiberException where the fit has no optimum
   */
  public static PredictedModel ofFlops(FittedLaw fit, double flops) {
    require(fit);
    Allocation best = fit.optimal(flops);
    if (!best.exists()) {
      throw none(fit, "at that compute");
    }
    return new PredictedModel(
        flops,
        best.n(),
        best.d(),
        fit.predict(best.n(), best.d()),
        Distance.of(Map.of(Input.N, best.n(), Input.D, best.d(), Input.C, flops), fit.range()));
  }

  /**
   * The model of a size, trained on the tokens for which that size is best.
   *
   * @throws KleiberException where the fit has no optimum of that size
   */
  public static PredictedModel ofParams(FittedLaw fit, double params) {
    require(fit);
    double low = Math.log(fit.largestFlops() / FAR);
    double high = Math.log(fit.largestFlops() * FAR);
    if (!(size(fit, low) < params && params < size(fit, high))) {
      throw none(fit, "of that size");
    }
    double logFlops =
        new BrentSolver(RELATIVE, ABSOLUTE)
            .solve(MOST, log -> Math.log(size(fit, log) / params), low, high);
    return ofFlops(fit, Math.exp(logFlops));
  }

  private static double size(FittedLaw fit, double logFlops) {
    return fit.optimal(Math.exp(logFlops)).n();
  }

  private static void require(FittedLaw fit) {
    if (!fit.allocates()) {
      throw none(fit, "at any compute");
    }
  }

  private static KleiberException none(FittedLaw fit, String where) {
    return KleiberException.usage(
        "no model to predict: law "
            + fit.law().id()
            + " as fitted has no best model "
            + where
            + "; train runs that vary both N and D more, or fit chinchilla, coupled or kaplan");
  }
}
