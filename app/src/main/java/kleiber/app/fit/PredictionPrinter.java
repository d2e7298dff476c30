package kleiber.app.fit;

import java.io.PrintWriter;
import java.util.Locale;
import kleiber.analysis.prediction.Distance;
import kleiber.analysis.prediction.Prediction;
import kleiber.analysis.study.FitReport;

/** A prediction as text. */
public final class PredictionPrinter {
  private PredictionPrinter() {}

  /**
   * Prints what is predicted with both intervals, and how far away that is.
   *
   * @param report the fit that predicts
   */
  public static void print(
      FitReport report, Prediction prediction, Distance distance, PrintWriter out) {
    String digits = report.target().isLoss() ? "%.4f" : "%.4g";
    out.printf(
        Locale.ROOT,
        "%s %s%s; %.0f %% intervals: law %s, one %s %s%n%s%n",
        report.target().name(),
        Cells.number(digits, prediction.loss()),
        report.target().unit().isEmpty() ? "" : " " + report.target().unit(),
        100 * report.fit().level(),
        Cells.interval(digits, prediction.loss(), prediction.mean()),
        report.checks().optima().isEmpty() ? "run" : "optimum",
        Cells.interval(digits, prediction.loss(), prediction.newRun()),
        distance.label());
  }
}
