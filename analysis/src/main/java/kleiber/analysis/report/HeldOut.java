package kleiber.analysis.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import kleiber.analysis.fit.FitReport;
import kleiber.analysis.fit.Holdout;
import kleiber.analysis.observations.Run;
import kleiber.analysis.uncertainty.Interval;

/**
 * A run that the law foretold without having seen it.
 *
 * @param run what was trained
 * @param predicted by the law
 * @param interval foretold for one run
 * @param computeRatio its compute over the largest fitted; NaN where unknown
 */
record HeldOut(Run run, double predicted, Interval interval, double computeRatio) {
  /** All of them, cheapest first. */
  static List<HeldOut> of(Findings findings, FitReport report) {
    return findings.runs(RunRecord.Role.HELD_OUT).stream()
        .map(RunRecord::run)
        .sorted(Comparator.comparingDouble(Run::scale))
        .map(run -> of(run, report))
        .toList();
  }

  private static HeldOut of(Run run, FitReport report) {
    Holdout foretold =
        report.checks().holdouts().stream()
            .filter(holdout -> holdout.run().equals(run.id()))
            .findFirst()
            .orElseThrow();
    return new HeldOut(
        run, foretold.predicted(), foretold.interval(), run.c() / report.largestFlops());
  }

  double measured() {
    return run.loss();
  }

  /** Predicted over measured, less one. */
  double error() {
    return predicted / measured() - 1;
  }

  boolean inside() {
    return interval.contains(measured());
  }

  /** How far beyond the fitted runs it lies, to follow the word trained. */
  String distance() {
    return Double.isFinite(computeRatio)
        ? String.format(Locale.ROOT, " with %s the compute of the dearest fitted", times())
        : "";
  }

  /** Its compute in those of the dearest fitted run. */
  String times() {
    return Words.times(computeRatio);
  }
}
