package kleiber.app.fit;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import kleiber.analysis.study.FitReport;
import kleiber.analysis.uncertainty.Diagnostics;

/** A fit as text. */
public final class FitPrinter {
  /** Of more runs that were left out for one reason than these, the rest are counted. */
  private static final int MOST_NAMES = 3;

  private final FitReport report;
  private final PrintWriter out;

  private FitPrinter(FitReport report, PrintWriter out) {
    this.report = report;
    this.out = out;
  }

  /** Prints the report. */
  public static void print(FitReport report, PrintWriter out) {
    new FitPrinter(report, out).all();
  }

  private void all() {
    line("%s   (%s)", report.fit().law().formula(), report.fit().law().source());
    line(
        "%d %s of %s",
        report.fitted().runs(),
        report.checks().optima().isEmpty() ? "runs" : "optima",
        report.fitted().data());
    line("fitted     %s", report.target().label());
    report.fitted().notes().forEach(note -> line("note       %s", note));
    line("");
    parameters();
    quality();
    new ChecksPrinter(report, out).print();
    sensitivity();
    leftOut();
    report.confidence().warnings().forEach(warning -> line("warning    %s", warning));
  }

  private void parameters() {
    line("%-10s %12s   %.0f %% interval", "parameter", "value", 100 * report.fit().level());
    report
        .estimate()
        .parameters()
        .forEach(
            (name, value) ->
                line(
                    "%-10s %12s   %s",
                    name,
                    Cells.number("%.5g", value),
                    Cells.interval("%.5g", value, report.confidence().intervals().get(name))));
  }

  private void quality() {
    Diagnostics diagnostics = report.confidence().diagnostics();
    line(
        "%nobjective  %.10g, %.10g per run (%s), %s, %.0f %% of starts agree",
        report.estimate().objective(),
        report.estimate().objectivePerRun(),
        report.estimate().penalty(),
        diagnostics.converged() ? "converged" : "NOT converged",
        100 * diagnostics.agreeingStarts());
    line(
        "residuals  %s %%; AICc %s; condition %s",
        Cells.number("%.3g", 100 * diagnostics.residualSd()),
        Cells.number("%.1f", diagnostics.aicc()),
        Cells.number("%.3g", diagnostics.identifiability().condition()));
  }

  private void sensitivity() {
    line("%n%-30s %s", "sensitivity", String.join(" ", report.fit().law().names()));
    report
        .confidence()
        .diagnostics()
        .sensitivity()
        .forEach(
            (name, values) ->
                line(
                    "%-30s %s",
                    name,
                    Arrays.stream(values)
                        .mapToObj(v -> Cells.number("%.4g", v))
                        .collect(Collectors.joining(" "))));
  }

  /** Each reason once, with the first few runs that have it. */
  private void leftOut() {
    Map<String, List<String>> reasons =
        report.fitted().excluded().entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getValue,
                    LinkedHashMap::new,
                    Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
    reasons.forEach(
        (reason, runs) -> {
          int named = Math.min(runs.size(), MOST_NAMES);
          String more = runs.size() > named ? " and " + (runs.size() - named) + " more" : "";
          line("left out   %s: %s", String.join(", ", runs.subList(0, named)) + more, reason);
        });
  }

  private void line(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }
}
