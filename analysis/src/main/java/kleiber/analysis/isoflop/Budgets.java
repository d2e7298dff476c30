package kleiber.analysis.isoflop;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import kleiber.analysis.table.Observations;
import kleiber.analysis.table.Run;
import kleiber.analysis.table.TableRow;

/** How runs are put together to budgets of equal compute. */
public sealed interface Budgets permits Budgets.Crowds, Budgets.Declared, Budgets.Column {
  /** A parabola through fewer different sizes says nothing of an optimum. */
  int LEAST_SIZES = 4;

  /** The runs of each budget, in any order; each run in one at most. */
  List<List<Run>> all(Observations table);

  /** The runs of each budget that has at least four sizes, cheapest first. */
  default List<List<Run>> groups(Observations table) {
    return all(table).stream()
        .filter(Budgets::hasSizes)
        .sorted(Comparator.comparingDouble(Budgets::flops))
        .toList();
  }

  private static boolean hasSizes(List<Run> runs) {
    return runs.stream().mapToDouble(Run::n).distinct().count() >= LEAST_SIZES;
  }

  /** The mean compute of runs. */
  static double flops(List<Run> runs) {
    return runs.stream().mapToDouble(Run::c).average().orElseThrow();
  }

  /** Found where runs crowd together in compute; see {@link Crowd}. */
  record Crowds() implements Budgets {
    @Override
    public List<List<Run>> all(Observations table) {
      return Crowd.in(table.runs());
    }
  }

  /**
   * Those that the runs' owner names: each run belongs to the nearest, where that is near.
   *
   * @param flops of each
   */
  record Declared(List<Double> flops) implements Budgets {
    /** A run further off than this belongs to no budget. */
    private static final double NEAR = 1.25;

    @Override
    public List<List<Run>> all(Observations table) {
      Map<Double, List<Run>> groups = new TreeMap<>();
      for (Run run : table.runs()) {
        flops.stream()
            .min(Comparator.comparingDouble(budget -> apart(run, budget)))
            .filter(budget -> apart(run, budget) <= NEAR)
            .ifPresent(budget -> groups.computeIfAbsent(budget, b -> new ArrayList<>()).add(run));
      }
      return List.copyOf(groups.values());
    }

    private static double apart(Run run, double budget) {
      return Math.max(run.c() / budget, budget / run.c());
    }
  }

  /** Those that a column of the table names: runs with the same value in it are of one budget. */
  record Column(String name) implements Budgets {
    @Override
    public List<List<Run>> all(Observations table) {
      Map<Integer, String> budgets =
          table.rows().stream()
              .filter(row -> row.cells().containsKey(name))
              .collect(Collectors.toMap(TableRow::index, row -> row.cells().get(name)));
      return List.copyOf(
          table.runs().stream()
              .filter(run -> budgets.containsKey(run.row()))
              .collect(Collectors.groupingBy(run -> budgets.get(run.row())))
              .values());
    }
  }
}
