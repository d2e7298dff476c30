package kleiber.analysis.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import kleiber.analysis.study.FitReport;
import kleiber.analysis.study.Holdout;
import kleiber.analysis.table.Run;
import kleiber.analysis.uncertainty.Interval;

/**
 * A run that the law predicted without having seen it.
 *
 * @param run what was trained
 * @param predicted by the law
 * @param interval predicted for one run
 * @param computeRatio its compute over the largest fitted; NaN where unknown
 */
record HeldOut(Run run, double predicted, Interval interval, double computeRatio) {
  /** All of them, cheapest first. */
  static List<HeldOut> of(ShownLaw law) {
    List<Run> runs = law.table().holdouts();
    return IntStream.range(0, runs.size())
        .mapToObj(i -> of(runs.get(i), law.report().checks().holdouts().get(i), law.report()))
        .sorted(Comparator.comparingDouble(heldOut -> heldOut.run.scale()))
        .toList();
  }

  private static HeldOut of(Run run, Holdout predicted, FitReport report) {
    return new HeldOut(
        run, predicted.predicted(), predicted.interval(), run.c() / report.fit().largestFlops());
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
        ? String.format(Locale.ROOT, " with %s the compute of the most expensive fitted", times())
        : "";
  }

  /** How far beyond the fitted runs it lies, to follow its name; empty where that is unknown. */
  String reach() {
    return Double.isFinite(computeRatio) ? ", " + times() + " the fitted compute" : "";
  }

  /** Its compute in those of the most expensive fitted run. */
  String times() {
    return Phrases.times(computeRatio);
  }
}
