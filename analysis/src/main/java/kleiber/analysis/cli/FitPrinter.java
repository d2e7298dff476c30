package kleiber.analysis.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import kleiber.analysis.fit.ConventionFit;
import kleiber.analysis.fit.FitReport;
import kleiber.analysis.fit.Holdout;
import kleiber.analysis.isoflop.IsoFlop;
import kleiber.analysis.uncertainty.Interval;
import kleiber.analysis.uncertainty.Rollout;

/** A fit as text. */
final class FitPrinter {
  private FitPrinter() {}

  /** Prints the report. */
  static void print(FitReport report, PrintWriter out) {
    out.println(report.lawFacts().formula() + "   (" + report.lawFacts().source() + ")");
    out.printf(Locale.ROOT, "%d runs of %s%n%n", report.fitted().runs(), report.fitted().data());
    out.printf(
        Locale.ROOT,
        "%-10s %12s   %.0f %% interval%n",
        "parameter",
        "value",
        100 * report.confidence().level());
    for (Map.Entry<String, Double> parameter : report.estimate().parameters().entrySet()) {
      Interval interval = report.confidence().intervals().get(parameter.getKey());
      out.printf(
          Locale.ROOT,
          "%-10s %12.5g   %.5g to %.5g%n",
          parameter.getKey(),
          parameter.getValue(),
          interval.low(),
          interval.high());
    }
    out.printf(
        Locale.ROOT,
        "%nobjective  %.10g, %.10g a run (%s), %s, %.0f %% of starts agree%n",
        report.estimate().objective(),
        report.estimate().objectivePerRun(),
        report.estimate().penalty(),
        report.confidence().diagnostics().converged() ? "converged" : "NOT converged",
        100 * report.confidence().diagnostics().agreeingStarts());
    out.printf(
        Locale.ROOT,
        "residuals  %.3g %%; AICc %.1f; condition %.3g%n",
        100 * report.confidence().diagnostics().residualSd(),
        report.confidence().diagnostics().aicc(),
        report.confidence().diagnostics().identifiability().condition());
    rollout(report.checks().rollout(), out);
    report.checks().comparison().forEach(other -> rollout(other, out));
    if (!report.pooled().isEmpty()) {
      out.println("pooled     predictions ask " + report.voices());
    }
    for (Holdout holdout : report.checks().holdouts()) {
      out.printf(
          Locale.ROOT,
          "held out   %s: predicted %.4f (%.4f to %.4f), measured %.4f, error %+.2f %%%n",
          holdout.run(),
          holdout.predicted(),
          holdout.interval().low(),
          holdout.interval().high(),
          holdout.measured(),
          100 * (holdout.predicted() / holdout.measured() - 1));
    }
    if (report.checks().isoflop() != null) {
      isoflop(report.checks().isoflop(), out);
    }
    if (report.checks().envelope() != null && report.checks().envelope().size() != null) {
      out.printf(
          Locale.ROOT,
          "envelope   N* = k·C^a with a = %.4f%n",
          report.checks().envelope().size().a());
    }
    for (ConventionFit fit : report.checks().conventions()) {
      out.printf(
          "convention %-12s %s%s%n",
          fit.convention(),
          fit.parameters().entrySet().stream()
              .map(e -> String.format(Locale.ROOT, "%s %.4g", e.getKey(), e.getValue()))
              .collect(Collectors.joining(", ")),
          fit.isoflopA() == null
              ? ""
              : String.format(Locale.ROOT, "; isoFLOP a %.4f", fit.isoflopA()));
    }
    out.printf("%n%-30s %s%n", "sensitivity", String.join(" ", report.toLaw().parameters()));
    report
        .confidence()
        .diagnostics()
        .sensitivity()
        .forEach(
            (name, values) ->
                out.printf(
                    "%-30s %s%n",
                    name,
                    java.util.Arrays.stream(values)
                        .mapToObj(v -> String.format(Locale.ROOT, "%.4g", v))
                        .collect(Collectors.joining(" "))));
    report.fitted().notes().forEach(note -> out.println("note       " + note));
    report.fitted().excluded().forEach((run, why) -> out.println("left out   " + run + ": " + why));
    report.confidence().warnings().forEach(warning -> out.println("warning    " + warning));
  }

  private static void isoflop(IsoFlop isoflop, PrintWriter out) {
    out.printf(
        "%n%-14s %4s %12s %12s %12s   %s%n",
        "isoFLOP budget", "runs", "N* parabola", "N* Akima", "N* law", "parabola's bias");
    for (IsoFlop.Budget budget : isoflop.budgets()) {
      out.printf(
          Locale.ROOT,
          "%-14.3g %4d %12.4g %12.4g %12.4g   %s%n",
          budget.flops(),
          budget.runs(),
          budget.valley().parabola(),
          budget.valley().akima(),
          budget.parametric(),
          budget.valley().fault() != null
              ? budget.valley().fault()
              : String.format(Locale.ROOT, "%+.2f %%", 100 * budget.bias()));
    }
    if (isoflop.parabola() != null) {
      out.printf(Locale.ROOT, "N* = k·C^a: parabola a = %.6f", isoflop.parabola().a());
    }
    if (isoflop.akima() != null) {
      out.printf(Locale.ROOT, ", Akima a = %.6f", isoflop.akima().a());
    }
    out.println();
  }

  private static void rollout(Rollout rollout, PrintWriter out) {
    if (rollout == null) {
      out.println("rollout    none: too few runs would be left to fit");
      return;
    }
    out.printf(
        Locale.ROOT,
        "rollout    %s: fitted to %d cheaper runs, the %d dearest (to %.3g× compute) are off by"
            + " %.2f %%, bias %+.2f %%%n",
        rollout.law(),
        rollout.fittedRuns(),
        rollout.heldOutRuns(),
        rollout.computeRatio(),
        100 * rollout.meanAbsoluteError(),
        100 * rollout.bias());
  }
}
