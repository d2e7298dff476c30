package kleiber.analysis.isoflop;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import kleiber.analysis.fit.Fit;
import kleiber.analysis.observations.FlopCount;
import kleiber.analysis.observations.Run;
import kleiber.analysis.planner.Allocation;

/**
 * Approach 2 of Hoffmann et al. (arXiv:2203.15556): at each budget the size with the lowest loss,
 * then N* as a power of C. The parabola is biased where α ≠ β, the more so the wider its grid, so
 * it stands beside a spline and the optimum of the fitted law.
 *
 * @param budgets those with at least four sizes, cheapest first
 * @param parabola N* = k·C^a through the parabolas' optima; null from fewer than two budgets
 * @param akima the same through the splines' optima
 */
public record IsoFlop(List<Budget> budgets, PowerLine parabola, PowerLine akima) {
  /** Runs of one budget may differ by this factor: steps are whole. */
  private static final double SAME = 1.1;

  /**
   * One budget.
   *
   * @param flops mean of its runs
   * @param runs how many it has
   * @param valley the optimum of parabola and spline, in parameters
   * @param parametric N* of the fitted law at this budget
   */
  public record Budget(double flops, int runs, Valley valley, double parametric) {
    /** How far the parabola's optimum lies from the law's, 0.1 for 10 %. */
    public double bias() {
      return valley.parabola() / parametric - 1;
    }
  }

  /** The budgets of {@code runs}, beside the fitted law of N and D; null where there are none. */
  public static IsoFlop of(List<Run> runs, Fit fit) {
    FlopCount count = FlopCount.of(runs);
    List<Budget> budgets = new ArrayList<>();
    for (List<Run> group : groups(runs)) {
      double flops = group.stream().mapToDouble(Run::c).average().orElseThrow();
      budgets.add(
          new Budget(
              flops,
              group.size(),
              Valley.of(
                  group.stream().mapToDouble(Run::n).toArray(),
                  group.stream().mapToDouble(Run::loss).toArray()),
              Allocation.optimal(fit.surface(), flops, count).n()));
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

  /** Runs of the same budget and at least four sizes. */
  public static List<List<Run>> groups(List<Run> runs) {
    List<Run> sorted = new ArrayList<>(runs);
    sorted.sort(Comparator.comparingDouble(Run::c));
    List<List<Run>> groups = new ArrayList<>();
    for (Run run : sorted) {
      List<Run> last = groups.isEmpty() ? null : groups.get(groups.size() - 1);
      if (last == null || run.c() > last.get(0).c() * SAME) {
        last = new ArrayList<>();
        groups.add(last);
      }
      last.add(run);
    }
    groups.removeIf(IsoFlop::fewSizes);
    return groups;
  }

  private static boolean fewSizes(List<Run> group) {
    TreeSet<Double> sizes = new TreeSet<>();
    group.forEach(run -> sizes.add(run.n()));
    return sizes.size() < 4;
  }

  /** What is wrong with single budgets, in words. */
  public List<String> warnings() {
    return budgets.stream()
        .filter(b -> b.valley.fault() != null)
        .map(b -> String.format(Locale.ROOT, "budget %.3g FLOPs: %s", b.flops, b.valley.fault()))
        .toList();
  }
}
