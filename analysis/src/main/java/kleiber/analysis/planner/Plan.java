package kleiber.analysis.planner;

import java.util.ArrayList;
import java.util.List;
import kleiber.analysis.fit.FitReport;
import kleiber.analysis.law.Law;
import kleiber.analysis.uncertainty.Interval;
import kleiber.analysis.uncertainty.Prediction;

/**
 * What to train for a budget.
 *
 * @param flops C
 * @param n N*
 * @param d D*
 * @param loss there
 * @param shape of a model of N* parameters
 * @param smaller models that reach the same loss with more tokens
 * @param distance from what was fitted
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
    Shape shape,
    List<Smaller> smaller,
    Distance distance,
    List<String> warnings) {

  /**
   * A model smaller than the optimum at the same loss (de Vries, "Go smol or go home", 2023).
   *
   * @param part of N*
   * @param n parameters
   * @param d tokens it needs
   * @param overhead extra compute, 0.2 for 20 %
   */
  public record Smaller(double part, double n, double d, double overhead) {}

  /** The plan of a fitted law of N and D. */
  public static Plan of(FitReport report, double flops) {
    Law law = report.toLaw();
    FitReport.Internal fit = report.internal();
    Allocation best = Allocation.optimal(law, fit.p(), fit.centres(), flops);
    List<Allocation> draws =
        fit.draws().parallelStream()
            .map(p -> Allocation.optimal(law, p, fit.centres(), flops))
            .toList();
    List<String> warnings = new ArrayList<>(report.warnings());
    if (!best.interior()) {
      warnings.add("the law has no optimum inside sensible sizes at this budget; do not use N*");
    }
    double level = report.level();
    return new Plan(
        flops,
        best.n(),
        Interval.central(draws.stream().mapToDouble(Allocation::n).toArray(), level),
        best.d(),
        Interval.central(draws.stream().mapToDouble(Allocation::d).toArray(), level),
        Interval.central(draws.stream().mapToDouble(a -> a.d() / a.n()).toArray(), level),
        best.loss(),
        Prediction.at(law, fit, level, best.n(), best.d()).newRun(),
        Shape.near(best.n()),
        smaller(law, fit, best),
        Distance.of(flops, report.largestFlops()),
        warnings);
  }

  private static List<Smaller> smaller(Law law, FitReport.Internal fit, Allocation best) {
    List<Smaller> models = new ArrayList<>();
    for (double part : new double[] {0.75, 0.5, 0.3, 0.25}) {
      double n = part * best.n();
      double low = Math.log(best.d());
      double high = low + Math.log(1e6);
      if (law.loss(fit.p(), fit.centres(), n, Math.exp(high)) > best.loss()) {
        continue;
      }
      for (int i = 0; i < 100; i++) {
        double middle = (low + high) / 2;
        if (law.loss(fit.p(), fit.centres(), n, Math.exp(middle)) > best.loss()) {
          low = middle;
        } else {
          high = middle;
        }
      }
      double d = Math.exp(high);
      models.add(new Smaller(part, n, d, part * d / best.d() - 1));
    }
    return models;
  }
}
