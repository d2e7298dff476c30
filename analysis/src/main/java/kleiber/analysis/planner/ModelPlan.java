package kleiber.analysis.planner;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kleiber.analysis.law.Allocation;
import kleiber.analysis.law.Chinchilla;
import kleiber.analysis.law.DataConstrained;
import kleiber.analysis.law.Input;
import kleiber.analysis.law.TradeOff;
import kleiber.analysis.prediction.Distance;
import kleiber.analysis.prediction.FittedLaw;
import kleiber.analysis.prediction.Prediction;
import kleiber.analysis.uncertainty.Interval;
import kleiber.core.KleiberException;

/**
 * What to train for a budget.
 *
 * @param flops C
 * @param hours that it takes, null where the machine's speed is unknown
 * @param money that it costs, null where the machine's speed or price is unknown
 * @param n N*
 * @param d D*
 * @param ratioInterval on D*\/N*
 * @param loss there
 * @param lossInterval of one run there
 * @param shape of a model of N* parameters, with heads of 64 or 128 where it is wide enough
 * @param usual published shapes of the next smaller and the next larger size
 * @param smaller models that reach the same loss with more tokens
 * @param lifetime with inference paid for; null where not asked for
 * @param scarce under a limit on different tokens; null where not asked for
 * @param spread standard deviation of the predicted log loss
 * @param nextRuns that would shrink it most, none more expensive than the most expensive run fitted
 * @param distance from what was fitted
 * @param warnings in words, the kind first
 */
public record ModelPlan(
    double flops,
    Double hours,
    Double money,
    double n,
    Interval nInterval,
    double d,
    Interval dInterval,
    Interval ratioInterval,
    double loss,
    Interval lossInterval,
    ModelShape shape,
    List<UsualShape> usual,
    List<Smaller> smaller,
    Lifetime lifetime,
    Scarce scarce,
    double spread,
    List<NextRun> nextRuns,
    Distance distance,
    List<String> warnings) {
  /** Farther beyond the fitted runs than this, and the budget's own distance, lies no optimum. */
  private static final double FAR = 1e3;

  /**
   * The plan of a fitted law of N and D.
   *
   * @param known warnings of the fit
   * @param shapes that models have
   * @param inferenceTokens that the model will serve in its life; 0 to leave inference out
   * @param uniqueTokens how many different tokens there are; 0 for no limit
   * @throws KleiberException where loss does not fall with both N and D
   */
  public static ModelPlan of(
      FittedLaw fit,
      List<String> known,
      ModelShapes shapes,
      PlanBudget budget,
      double inferenceTokens,
      double uniqueTokens) {
    double flops = budget.flops();
    Allocation best = fit.optimal(flops);
    if (!best.exists()) {
      throw KleiberException.usage(
          "no optimum: in this fit loss does not fall with both N and D, so no split of a budget is"
              + " best; train runs that vary both more, or fit another law");
    }
    List<Allocation> draws =
        fit.internal().draws().parallelStream().map(p -> fit.optimal(p, flops)).toList();
    double level = fit.level();
    TradeOff law = fit.surface(fit.internal().p());
    boolean floorAndPowers =
        fit.law() instanceof Chinchilla || fit.law() instanceof DataConstrained;
    Scarce scarce = uniqueTokens > 0 && floorAndPowers ? Scarce.of(fit, flops, uniqueTokens) : null;
    Distance distance =
        Distance.of(Map.of(Input.N, best.n(), Input.D, best.d(), Input.C, flops), fit.range());
    Prediction there = fit.predictUnrepeated(best.n(), best.d());
    return new ModelPlan(
        flops,
        budget.hours(),
        budget.money(),
        best.n(),
        Interval.central(draws.stream().mapToDouble(Allocation::n).toArray(), level),
        best.d(),
        Interval.central(draws.stream().mapToDouble(Allocation::d).toArray(), level),
        Interval.central(draws.stream().mapToDouble(a -> a.d() / a.n()).toArray(), level),
        best.loss(),
        there.newRun(),
        shapes.usual(best.n()),
        UsualShape.around(best.n(), shapes.published()),
        Smaller.than(best, law, fit.flopCount()),
        inferenceTokens > 0 ? Lifetime.of(best, law, fit.flopCount(), inferenceTokens) : null,
        scarce,
        NextRun.spread(fit, best.n(), best.d()),
        NextRun.of(fit, fit.largestFlops(), best.n(), best.d()),
        distance,
        warnings(fit, known, flops, draws, uniqueTokens, scarce));
  }

  private static List<String> warnings(
      FittedLaw fit,
      List<String> known,
      double flops,
      List<Allocation> draws,
      double uniqueTokens,
      Scarce scarce) {
    List<String> warnings = new ArrayList<>(known);
    long outside = draws.stream().filter(draw -> !isSensible(draw, fit, flops)).count();
    if (outside > 0.05 * draws.size()) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "no optimum: %d of %d refits have none, or none within a thousand times of what was"
                  + " fitted; do not use N* and D*",
              outside,
              draws.size()));
    }
    if (uniqueTokens > 0 && scarce == null) {
      warnings.add(
          "repetition unknown: law "
              + fit.law().id()
              + " does not say what repeated tokens are worth;"
              + " fit chinchilla or data-constrained");
    }
    return warnings;
  }

  /** Whether N* and D* lie as near to the fitted ones as the budget does, or not much farther. */
  private static boolean isSensible(Allocation draw, FittedLaw fit, double flops) {
    Interval fitted = fit.range().get(Input.C);
    double reach = FAR * Math.max(1, Math.max(flops / fitted.high(), fitted.low() / flops));
    return draw.exists()
        && isWithin(draw.n(), fit.range().get(Input.N), reach)
        && isWithin(draw.d(), fit.range().get(Input.D), reach);
  }

  private static boolean isWithin(double value, Interval fitted, double reach) {
    return value < fitted.high() * reach && value > fitted.low() / reach;
  }
}
