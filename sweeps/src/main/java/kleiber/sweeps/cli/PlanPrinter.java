package kleiber.sweeps.cli;

import java.io.PrintWriter;
import java.util.Locale;
import kleiber.sweeps.plan.Plan;
import kleiber.sweeps.plan.PlannedRun;
import kleiber.sweeps.plan.RunSize;

/** A plan as a table for people. */
final class PlanPrinter {
  private PlanPrinter() {}

  static void print(Plan plan, PrintWriter out) {
    for (PlannedRun run : plan.runs()) {
      RunSize size = run.size();
      out.printf(
          Locale.ROOT,
          "%s  %,d steps  %.3g FLOPs%n",
          run.id(),
          size == null ? 0 : size.steps(),
          size == null ? 0 : size.flopsExact());
    }
  }
}
