package kleiber.app.fit;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;
import kleiber.analysis.isoflop.IsoFlop;
import kleiber.analysis.isoflop.Optimum;
import kleiber.analysis.isoflop.PowerLine;
import kleiber.analysis.number.NumberStyle;
import kleiber.analysis.study.ConventionFit;
import kleiber.analysis.study.FitReport;
import kleiber.analysis.study.Holdout;
import kleiber.analysis.study.LawResult;
import kleiber.analysis.uncertainty.Rollout;

/** What the runs say beside the fitted law, as text. */
final class ChecksPrinter {
  private final FitReport report;
  private final PrintWriter out;

  ChecksPrinter(FitReport report, PrintWriter out) {
    this.report = report;
    this.out = out;
  }

  void print() {
    rollout(report.checks().rollout());
    report.checks().comparison().stream().map(LawResult::rollout).forEach(this::rollout);
    if (!report.checks().comparison().isEmpty()) {
      laws();
    }
    if (!report.fit().pooled().isEmpty()) {
      line("pooled     predictions ask %s", report.fit().voices());
    }
    report.checks().holdouts().forEach(this::holdout);
    if (!report.checks().optima().isEmpty()) {
      optima();
    }
    if (report.checks().isoflop() != null) {
      isoflop(report.checks().isoflop());
    }
    if (report.checks().envelope() != null && report.checks().envelope().size() != null) {
      line("envelope   N* = k·C^a with a = %.4f", report.checks().envelope().size().a());
    }
    report.checks().conventions().forEach(this::convention);
  }

  private void rollout(Rollout rollout) {
    if (rollout == null) {
      line("rollout    none: too few runs would be left to fit");
      return;
    }
    line(
        "rollout    %s: fitted to %d cheaper runs, the %d most expensive%s are off by %.2f %%, bias"
            + " %+.2f %%",
        rollout.law(),
        rollout.fittedRuns(),
        rollout.heldOutRuns(),
        Double.isFinite(rollout.computeRatio())
            ? String.format(Locale.ROOT, " (to %.3g× compute)", rollout.computeRatio())
            : "",
        100 * rollout.meanAbsoluteError(),
        100 * rollout.bias());
  }

  private void laws() {
    line("%n%-14s %10s %10s   parameters with intervals", "law", "AICc", "residuals");
    for (LawResult law : report.laws()) {
      line(
          "%-14s %10s %8s %%   %s%s",
          law.law(),
          Cells.number("%.1f", law.aicc()),
          Cells.number("%.3g", 100 * law.residualSd()),
          law.parameters().entrySet().stream()
              .map(
                  each ->
                      each.getKey()
                          + " "
                          + Cells.number("%.4g", each.getValue())
                          + " ("
                          + Cells.interval(
                              "%.4g", each.getValue(), law.intervals().get(each.getKey()))
                          + ")")
              .collect(Collectors.joining(", ")),
          law.converged() ? "" : "; NOT converged");
    }
  }

  private void holdout(Holdout holdout) {
    String digits = report.target().isLoss() ? "%.4f" : "%.4g";
    line(
        "held out   %s: predicted %s (%s), measured %s, error %+.2f %%",
        holdout.run(),
        Cells.number(digits, holdout.predicted()),
        Cells.interval(digits, holdout.predicted(), holdout.interval()),
        Cells.number(digits, holdout.measured()),
        100 * (holdout.predicted() / holdout.measured() - 1));
  }

  private void optima() {
    line(
        "%n%10s %10s %8s %14s %12s   loss there",
        "N", "D", "values", report.target().name(), "law");
    for (Optimum optimum : report.checks().optima()) {
      line(
          "%10s %10s %8d %14s %12s   %s",
          NumberStyle.COUNT.text(optimum.n()),
          NumberStyle.COUNT.text(optimum.d()),
          optimum.tried().size(),
          Cells.number("%.4g", optimum.value()),
          Cells.number("%.4g", report.fit().predict(optimum.inputs(report.fit().law())).loss()),
          Cells.number("%.4f", optimum.loss()));
    }
  }

  private void isoflop(IsoFlop isoflop) {
    line(
        "%n%-14s %4s %12s %12s %12s   parabola's bias",
        "isoFLOP budget", "runs", "N* parabola", "N* Akima", "N* law");
    for (IsoFlop.Budget budget : isoflop.budgets()) {
      String bias = Cells.number("%+.2f %%", 100 * budget.bias());
      line(
          "%-14.3g %4d %12s %12s %12s   %s",
          budget.flops(),
          budget.runs(),
          Cells.number("%.4g", budget.valley().parabola()),
          Cells.number("%.4g", budget.valley().akima()),
          Cells.number("%.4g", budget.parametric()),
          budget.valley().fault() != null ? budget.valley().fault() : bias);
    }
    boolean one = isoflop.parabola() == null || isoflop.akima() == null;
    line(
        "N* = k·C^a: parabola %s, Akima %s%s",
        exponent(isoflop.parabola()),
        exponent(isoflop.akima()),
        one ? " (fewer than two budgets have an optimum)" : "");
  }

  private static String exponent(PowerLine line) {
    return line == null ? "none" : Cells.number("a = %.6f", line.a());
  }

  private void convention(ConventionFit fit) {
    line(
        "convention %-12s %s%s",
        fit.convention(),
        fit.parameters().entrySet().stream()
            .map(e -> e.getKey() + " " + Cells.number("%.4g", e.getValue()))
            .collect(Collectors.joining(", ")),
        fit.isoflopA() == null ? "" : Cells.number("; isoFLOP a %.4f", fit.isoflopA()));
  }

  private void line(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }
}
