package kleiber.analysis.isoflop;

import java.util.ArrayList;
import java.util.List;
import kleiber.analysis.fit.Fit;
import kleiber.analysis.law.Allocation;
import kleiber.analysis.law.FlopCount;
import kleiber.analysis.number.NumberStyle;
import kleiber.analysis.table.Observations;
import kleiber.analysis.table.Run;
import kleiber.core.foreign.MayBeMissing;

/**
 * Approach 2 of Hoffmann et al. (arXiv:2203.15556): at each budget the size with the lowest loss,
 * then N* as a power of C. The parabola is biased where α ≠ β, the more so the wider its grid, so
 * it stands beside a spline and the optimum of the fitted law.
 *
 * @param budgets those with at least four sizes, cheapest first
 * @param parabola N* = k·C^a through the parabolas' optima; null from fewer than two budgets
 * @param akima the same through the splines' optima
 */
public record IsoFlop(
    List<Budget> budgets, @MayBeMissing PowerLine parabola, @MayBeMissing PowerLine akima) {
  /**
   * One budget.
   *
   * @param flops mean of its runs
   * @param runs how many it has
   * @param members their names
   * @param valley the optimum of parabola and spline, in parameters
   * @param parametric N* of the fitted law at this budget; NaN where it has none
   */
  public record Budget(
      double flops, int runs, List<String> members, Valley valley, double parametric) {
    /** How far the parabola's optimum lies from the law's, 0.1 for 10 %; NaN without either. */
    public double bias() {
      return valley.parabola() / parametric - 1;
    }
  }

  /** The budgets of a table, beside the fitted law of N and D; null where there are none. */
  public static IsoFlop of(Observations table, Budgets found, Fit fit) {
    FlopCount count = Observations.flopCount(table.runs());
    List<Budget> budgets = new ArrayList<>();
    for (List<Run> group : found.groups(table)) {
      double flops = Budgets.flops(group);
      Allocation law = Allocation.optimal(fit.surface(), flops, count);
      budgets.add(
          new Budget(
              flops,
              group.size(),
              group.stream().map(Run::id).toList(),
              Valley.of(
                  group.stream().mapToDouble(Run::n).toArray(),
                  group.stream().mapToDouble(Run::loss).toArray()),
              law.n()));
    }
    if (budgets.isEmpty()) {
      return null;
    }
    List<double[]> parabolas =
        budgets.stream()
            .filter(b -> b.valley.fault() == null)
            .map(b -> new double[] {b.flops, b.valley.parabola()})
            .toList();
    List<double[]> splines =
        budgets.stream()
            .filter(b -> Double.isFinite(b.valley.akima()))
            .map(b -> new double[] {b.flops, b.valley.akima()})
            .toList();
    return new IsoFlop(budgets, PowerLine.through(parabolas), PowerLine.through(splines));
  }

  /** What is wrong with single budgets, in words. */
  public List<String> warnings() {
    return budgets.stream()
        .filter(b -> b.valley.fault() != null)
        .map(b -> "budget " + NumberStyle.POWER.text(b.flops) + " FLOPs: " + b.valley.fault())
        .toList();
  }
}
