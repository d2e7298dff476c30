package kleiber.analysis.latex;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Map;
import kleiber.analysis.study.FitReport;
import kleiber.analysis.study.LawResult;
import kleiber.analysis.uncertainty.Interval;
import kleiber.core.VisibleText;

/**
 * Tables of a fit; they need the package booktabs, and amsmath for numbers that there are none of.
 */
public final class LatexTables {
  private final FitReport report;
  private final StringBuilder out = new StringBuilder();

  private LatexTables(FitReport report) {
    this.report = report;
  }

  /** The law with its parameters and intervals, and all laws where it was compared with others. */
  public static String of(FitReport report) {
    LatexTables tables = new LatexTables(report);
    tables.law();
    if (!report.checks().comparison().isEmpty()) {
      tables.laws();
    }
    return VisibleText.of(tables.out.toString());
  }

  private void law() {
    line("%% \\usepackage{booktabs,amsmath}");
    begin();
    line(
        "  \\caption{$%s$, fitted to %d %s by %s. Intervals hold %s of %d bootstrap refits.}",
        Maths.formula(report.fit().law().formula()),
        report.fitted().runs(),
        report.checks().optima().isEmpty()
            ? "runs"
            : "values of the " + Maths.prose(report.target().name()),
        penalty(),
        level(),
        report.fit().internal().draws().size());
    line("  \\begin{tabular}{lrr}");
    line("    \\toprule");
    line("    Parameter & Value & %s interval \\\\", level());
    line("    \\midrule");
    report
        .estimate()
        .parameters()
        .forEach(
            (name, value) ->
                line(
                    "    $%s$ & $%s$ & %s \\\\",
                    Maths.name(name),
                    Maths.number(value),
                    interval(value, report.confidence().intervals().get(name))));
    end();
  }

  private void laws() {
    line("");
    begin();
    line(
        "  \\caption{Laws of the same inputs fitted to the same %d runs, with %s intervals; the lower"
            + " AICc, the better.}",
        report.fitted().runs(), level());
    line("  \\begin{tabular}{llrrr}");
    line("    \\toprule");
    line("    Law & Parameter & Value & %s interval & AICc \\\\", level());
    for (LawResult law : report.laws()) {
      line("    \\midrule");
      String first = "$" + Maths.formula(law.formula()) + "$";
      String aicc = "$" + String.format(Locale.ROOT, "%.1f", law.aicc()) + "$";
      if (!Double.isFinite(law.aicc())) {
        aicc = "--";
      }
      for (Map.Entry<String, Double> parameter : law.parameters().entrySet()) {
        line(
            "    %s & $%s$ & $%s$ & %s & %s \\\\",
            first,
            Maths.name(parameter.getKey()),
            Maths.number(parameter.getValue()),
            interval(parameter.getValue(), law.intervals().get(parameter.getKey())),
            aicc);
        first = "";
        aicc = "";
      }
    }
    end();
  }

  private void begin() {
    line("\\begin{table}");
    line("  \\centering");
  }

  private void end() {
    line("    \\bottomrule");
    line("  \\end{tabular}");
    line("\\end{table}");
  }

  private String level() {
    return BigDecimal.valueOf(100 * report.fit().level())
            .round(new MathContext(4))
            .stripTrailingZeros()
            .toPlainString()
        + "\\,\\%";
  }

  private String penalty() {
    return Maths.prose(report.estimate().penalty());
  }

  private static String interval(double value, Interval interval) {
    return interval.ends(value, end -> "$" + Maths.number(end) + "$");
  }

  private void line(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
