package kleiber.analysis.planner;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kleiber.analysis.fit.FitReport;
import kleiber.analysis.law.Chinchilla;
import kleiber.analysis.law.DataConstrained;
import kleiber.analysis.law.Surface;
import kleiber.analysis.uncertainty.Interval;
import kleiber.analysis.uncertainty.Prediction;
import kleiber.trainer.model.DecoderShape;

/**
 * What to train for a budget.
 *
 * @param flops C
 * @param n N*
 * @param d D*
 * @param ratioInterval on D*\/N*
 * @param loss there
 * @param lossInterval of one run there
 * @param shape of a model of N* parameters
 * @param smaller models that reach the same loss with more tokens
 * @param lifetime with inference paid for; null where not asked for
 * @param scarce under a limit on different tokens; null where not asked for
 * @param spread standard deviation of the foretold log loss
 * @param nextRuns that would shrink it most, none dearer than the dearest run fitted
 * @param distance from what was fitted
 * @param warnings in words, the kind first
 */
public record Plan(
    double flops,
    double n,
    Interval nInterval,
    double d,
    Interval dInterval,
    Interval ratioInterval,
    double loss,
    Interval lossInterval,
    DecoderShape shape,
    List<Smaller> smaller,
    Lifetime lifetime,
    Scarce scarce,
    double spread,
    List<NextRun> nextRuns,
    Distance distance,
    List<String> warnings) {

  /**
   * The plan of a fitted law of N and D.
   *
   * @param inferenceTokens that the model will serve in its life; 0 to leave inference out
   * @param uniqueTokens how many different tokens there are; 0 for no limit
   */
  public static Plan of(
      FitReport report, double flops, double inferenceTokens, double uniqueTokens) {
    Allocation best = report.optimal(flops);
    List<Allocation> draws =
        report.internal().draws().parallelStream().map(p -> report.optimal(p, flops)).toList();
    double level = report.confidence().level();
    Surface surface = report.surface(report.internal().p());
    boolean floorAndPowers =
        report.lawFacts().id().equals(new Chinchilla().id())
            || report.lawFacts().id().equals(DataConstrained.ID);
    Scarce scarce =
        uniqueTokens > 0 && floorAndPowers ? Scarce.of(report, flops, uniqueTokens) : null;
    Distance distance =
        Distance.of(Map.of("N", best.n(), "D", best.d(), "C", flops), report.range());
    Prediction there = report.predictUnrepeated(best.n(), best.d());
    return new Plan(
        flops,
        best.n(),
        Interval.central(draws.stream().mapToDouble(Allocation::n).toArray(), level),
        best.d(),
        Interval.central(draws.stream().mapToDouble(Allocation::d).toArray(), level),
        Interval.central(draws.stream().mapToDouble(a -> a.d() / a.n()).toArray(), level),
        best.loss(),
        there.newRun(),
        DecoderShape.near(best.n(), DecoderShape::blockParams),
        Smaller.than(best, surface, report.flopCount()),
        inferenceTokens > 0
            ? Lifetime.of(best, surface, report.flopCount(), inferenceTokens)
            : null,
        scarce,
        NextRun.spread(report, best.n(), best.d()),
        NextRun.of(report, report.largestFlops(), best.n(), best.d()),
        distance,
        warnings(report, best, draws, uniqueTokens, scarce));
  }

  private static List<String> warnings(
      FitReport report,
      Allocation best,
      List<Allocation> draws,
      double uniqueTokens,
      Scarce scarce) {
    List<String> warnings = new ArrayList<>(report.confidence().warnings());
    long outside = draws.stream().filter(draw -> !draw.interior()).count();
    if (!best.interior() || outside > 0.05 * draws.size()) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "no optimum: %s; do not use N* and D*",
              best.interior()
                  ? outside + " of " + draws.size() + " refits have none inside sensible sizes"
                  : "the law has none inside sensible sizes at this budget"));
    }
    if (uniqueTokens > 0 && scarce == null) {
      warnings.add(
          "repetition unknown: law "
              + report.lawFacts().id()
              + " does not say what repeated tokens are worth;"
              + " fit chinchilla or data-constrained");
    }
    return warnings;
  }
}
