package kleiber.app.fit;

import java.io.PrintWriter;
import java.util.Locale;
import kleiber.analysis.law.Allocation;
import kleiber.analysis.planner.Lifetime;
import kleiber.analysis.planner.ModelPlan;
import kleiber.analysis.planner.ModelShape;
import kleiber.analysis.planner.NextRun;
import kleiber.analysis.planner.Scarce;
import kleiber.analysis.planner.Smaller;
import kleiber.analysis.planner.UsualShape;
import kleiber.analysis.study.FitReport;
import kleiber.analysis.uncertainty.Interval;

/** A plan as text. */
final class PlanPrinter {
  private final PrintWriter out;

  private PlanPrinter(PrintWriter out) {
    this.out = out;
  }

  /** Prints the plan made of a fit. */
  static void print(ModelPlan plan, FitReport report, PrintWriter out) {
    new PlanPrinter(out).all(plan, report);
  }

  private void all(ModelPlan plan, FitReport report) {
    line("%.3g FLOPs%s: %s", plan.flops(), machine(plan), plan.distance().label());
    line("%.0f %% intervals in brackets%n", 100 * report.fit().level());
    value("parameters N*", plan.n(), plan.nInterval());
    value("tokens D*", plan.d(), plan.dInterval());
    value("tokens per parameter", plan.d() / plan.n(), plan.ratioInterval());
    value("loss of one run", plan.loss(), plan.lossInterval());
    ModelShape shape = plan.shape();
    line(
        "%-21s %s",
        "shape",
        shape(
            shape.layers(),
            shape.width(),
            shape.heads(),
            shape.width() / shape.heads(),
            shape.blockParams()));
    for (UsualShape usual : plan.usual()) {
      line(
          "%-21s %s: %s",
          usual.params() <= plan.n() ? "usual, smaller" : "usual, larger",
          String.join(", ", usual.names()),
          shape(usual.layers(), usual.width(), usual.heads(), usual.headWidth(), usual.params()));
    }
    line("%nthe same loss from a smaller model (de Vries):");
    for (Smaller smaller : plan.smaller()) {
      line(
          "  %3.0f %% of N*: %.3g parameters, %.3g tokens, %+.1f %% compute",
          100 * smaller.part(), smaller.n(), smaller.d(), 100 * smaller.overhead());
    }
    if (plan.smaller().isEmpty()) {
      line("  none: no size below three quarters of N* reaches it");
    }
    if (plan.lifetime() != null) {
      lifetime(plan.lifetime());
    }
    if (plan.scarce() != null) {
      scarce(plan.scarce());
    }
    if (!plan.nextRuns().isEmpty()) {
      line(
          "%nruns that would make this prediction more certain (now ±%.2g %%, one standard"
              + " deviation):",
          100 * plan.spread());
    }
    for (NextRun run : plan.nextRuns()) {
      line(
          "  %.3g parameters, %.3g tokens (%.3g FLOPs): then ±%.2g %%",
          run.n(), run.d(), run.flops(), 100 * run.spread());
    }
    plan.warnings().forEach(warning -> line("warning: %s", warning));
  }

  /** What the budget is on the machine, as far as that is known. */
  private static String machine(ModelPlan plan) {
    String hours =
        plan.hours() == null ? "" : String.format(Locale.ROOT, ", %,.3g hours", plan.hours());
    return plan.money() == null
        ? hours
        : hours + String.format(Locale.ROOT, " costing %,.2f", plan.money());
  }

  private static String shape(int layers, int width, int heads, int headWidth, double params) {
    return String.format(
        Locale.ROOT,
        "%d layers, width %d, %d heads of %d (%.3g parameters without embeddings)",
        layers,
        width,
        heads,
        headWidth,
        params);
  }

  private void lifetime(Lifetime lifetime) {
    line("%nthe same loss with %.3g tokens of inference paid for:", lifetime.inferenceTokens());
    line(
        "  %.3g parameters, %.3g tokens: training %.3g and inference %.3g FLOPs, %.1f %% less in"
            + " all",
        lifetime.n(),
        lifetime.d(),
        lifetime.trainingFlops(),
        lifetime.inferenceFlops(),
        100 * lifetime.saving());
  }

  private void scarce(Scarce scarce) {
    line("%nwith %.3g different tokens:", scarce.uniqueTokens());
    Allocation repeated = scarce.repeated();
    line(
        "  repeated: %.3g parameters, %.3g tokens (%.3g epochs), loss %.4f",
        repeated.n(), repeated.d(), scarce.epochs(), repeated.loss());
    Allocation once = scarce.once();
    line("  seen once: %.3g parameters, %.3g tokens, loss %.4f", once.n(), once.d(), once.loss());
    line("  worth of a repeated token: %s", scarce.repetition());
  }

  private void value(String name, double value, Interval interval) {
    String range = interval.text(value, number -> String.format(Locale.ROOT, "%.4g", number));
    line("%-21s %.4g   (%s)", name, value, range);
  }

  private void line(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }
}
