package kleiber.app.fit;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import kleiber.analysis.law.PublishedExponents;
import kleiber.analysis.planner.PredictedModel;
import kleiber.analysis.report.Report;
import kleiber.analysis.study.FitReport;
import kleiber.analysis.study.Holdout;
import kleiber.analysis.uncertainty.Interval;

/** What a report found, in a few lines beside its path. */
public final class VerdictPrinter {
  private VerdictPrinter() {}

  /**
   * Prints what the first fit says, and where the report is.
   *
   * @param fits of the report; empty where no law could be fitted
   */
  public static void print(List<Report.Fitted> fits, Path page, PrintWriter out) {
    if (!fits.isEmpty()) {
      law(fits.get(0).report(), out);
      fits.get(0).predicted().forEach(model -> target(model, out));
    }
    out.println("report     " + page);
  }

  /** Prints why a model could not be predicted. */
  public static void fault(String words, PrintWriter out) {
    out.println("target     " + words);
  }

  /** The law with its intervals, its exponents beside the published ones, and held-out runs. */
  private static void law(FitReport report, PrintWriter out) {
    Map<String, Interval> intervals = report.confidence().intervals();
    out.printf(
        Locale.ROOT,
        "law        %s, %d %s%n",
        report.fit().law().formula(),
        report.fitted().runs(),
        report.checks().optima().isEmpty() ? "runs" : "optima");
    if (!report.target().isLoss()) {
      out.println("fitted     " + report.target().label());
    }
    report.fitted().notes().forEach(note -> out.println("note       " + note));
    out.println(
        "           "
            + report.estimate().parameters().entrySet().stream()
                .filter(e -> !report.isOfTheSplit(e.getKey()))
                .map(e -> value(e.getKey(), e.getValue(), intervals.get(e.getKey())))
                .collect(Collectors.joining(", ")));
    if (report.fit().allocates()) {
      exponent("N* ∝ C^a", "a", report, out);
      exponent("D* ∝ C^b", "b", report, out);
    }
    String digits = report.target().isLoss() ? "%.4f" : "%.4g";
    List<Holdout> holdouts = report.checks().holdouts();
    for (Holdout holdout : holdouts) {
      Interval interval = holdout.interval();
      out.printf(
          Locale.ROOT,
          "held out   predicted %s (%s), measured %s: off by %+.2f %%, %s the %.0f %% interval%s%n",
          Cells.number(digits, holdout.predicted()),
          Cells.interval(digits, holdout.predicted(), interval),
          Cells.number(digits, holdout.measured()),
          100 * (holdout.predicted() / holdout.measured() - 1),
          interval.contains(holdout.measured()) ? "inside" : "outside",
          100 * report.fit().level(),
          holdouts.size() > 1 ? " (" + holdout.run() + ")" : "");
    }
  }

  /** A model that was predicted and not trained. */
  private static void target(PredictedModel model, PrintWriter out) {
    double loss = model.prediction().loss();
    out.printf(
        Locale.ROOT,
        "target     %.3g FLOPs, %.3g parameters on %.3g tokens: predicted %s (%s), not trained;"
            + " %s%n",
        model.flops(),
        model.n(),
        model.d(),
        Cells.number("%.4f", loss),
        Cells.interval("%.4f", loss, model.prediction().newRun()),
        model.distance().label());
  }

  private static void exponent(String label, String name, FitReport report, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%-10s %s   (%s, %s)%n",
        label,
        value(
            name,
            report.estimate().parameters().get(name),
            report.confidence().intervals().get(name)),
        PublishedExponents.KAPLAN.say(name),
        PublishedExponents.CHINCHILLA.say(name));
  }

  private static String value(String name, double value, Interval interval) {
    return name
        + " "
        + Cells.number("%.3g", value)
        + " ("
        + Cells.interval("%.3g", value, interval)
        + ")";
  }
}
