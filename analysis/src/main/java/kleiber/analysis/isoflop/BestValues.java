package kleiber.analysis.isoflop;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import kleiber.analysis.law.Input;
import kleiber.analysis.number.NumberStyle;
import kleiber.analysis.table.FittedQuantity;
import kleiber.analysis.table.Observations;
import kleiber.analysis.table.OtherKeys;
import kleiber.analysis.table.Run;
import kleiber.analysis.table.SameInputs;
import kleiber.analysis.table.TunedRuns;

/**
 * The best value of a hyperparameter at each size and number of tokens, for a power law of learning
 * rate or batch: the vertex of a parabola through loss against its logarithm. Where other
 * hyperparameters vary too, the parabola goes through the lowest loss at each value; in cells of a
 * tuned sweep through the lowest of these and its neighbours.
 *
 * @param table a run for each size and number of tokens, whose fitted quantity is the best value;
 *     groups without one are left out with the reason
 * @param optima those found, held-out runs aside
 */
public record BestValues(Observations table, List<Optimum> optima) {
  private static final int LEAST_VALUES = 3;

  /**
   * The best values of a column.
   *
   * @param raw runs that have {@link Input#H}
   * @param column that holds it
   */
  public static BestValues of(Observations raw, String column) {
    Map<String, String> excluded = new LinkedHashMap<>(raw.excluded());
    Set<String> names = new HashSet<>();
    List<Optimum> optima = new ArrayList<>();
    List<Run> best = runs(raw.runs(), false, names, optima, excluded);
    List<Run> heldOut = runs(raw.holdouts(), true, names, new ArrayList<>(), excluded);
    int groups = SameInputs.of(raw.runs(), List.of(Input.N, Input.D)).size();
    String note =
        String.format(
            Locale.ROOT,
            "best values of %s: an optimum in %d of %d groups of N and D",
            column,
            optima.size(),
            groups);
    Observations table = raw.with(best, heldOut, excluded, note);
    return new BestValues(table.of(FittedQuantity.best(column)), List.copyOf(optima));
  }

  private static List<Run> runs(
      List<Run> all,
      boolean heldOut,
      Set<String> names,
      List<Optimum> optima,
      Map<String, String> excluded) {
    List<Run> best = new ArrayList<>();
    List<String> keys = OtherKeys.of(all);
    for (SameInputs group : SameInputs.of(all, List.of(Input.N, Input.D))) {
      Run first = group.runs().get(0);
      String id = name(first, names);
      TreeMap<Double, Double> lowest = lowest(group, keys);
      if (lowest.size() < LEAST_VALUES) {
        excluded.put(id, "fewer than " + LEAST_VALUES + " values of the hyperparameter");
        continue;
      }
      Optimum optimum = optimum(id, group, lowest);
      if (optimum.valley().fault() != null) {
        excluded.put(id, optimum.valley().fault());
      } else {
        optima.add(optimum);
        best.add(new Run(id, inputs(first), optimum.value(), id, heldOut));
      }
    }
    return best;
  }

  private static Map<Input, Double> inputs(Run run) {
    Map<Input, Double> inputs = new LinkedHashMap<>(run.inputs());
    inputs.remove(Input.H);
    return inputs;
  }

  private static String name(Run run, Set<String> names) {
    String name = "N " + NumberStyle.COUNT.text(run.n()) + ", D " + NumberStyle.COUNT.text(run.d());
    return names.add(name) ? name : name + " (from row " + (run.row() + 1) + ")";
  }

  /** The lowest loss at each value, runs that differ in seeds alone counting by their mean. */
  private static TreeMap<Double, Double> lowest(SameInputs group, List<String> keys) {
    TreeMap<Double, Double> lowest = new TreeMap<>();
    for (List<Run> runs : group.byConfiguration(keys)) {
      double mean = runs.stream().mapToDouble(Run::loss).average().orElseThrow();
      lowest.merge(runs.get(0).get(Input.H), mean, Math::min);
    }
    return lowest;
  }

  private static Optimum optimum(String id, SameInputs group, TreeMap<Double, Double> lowest) {
    Run first = group.runs().get(0);
    SortedMap<Double, Double> shape = TunedRuns.isTuned(first) ? aroundLowest(lowest) : lowest;
    Valley valley =
        Valley.of(
            shape.keySet().stream().mapToDouble(v -> v).toArray(),
            shape.values().stream().mapToDouble(v -> v).toArray());
    return new Optimum(
        id,
        first.n(),
        first.d(),
        valley.parabola(),
        valley.parabolaLoss(),
        group.runs().stream().map(Run::row).toList(),
        List.copyOf(lowest.keySet()),
        List.copyOf(lowest.values()),
        valley);
  }

  /**
   * The lowest loss of a tuned cell and its neighbours, where it has both: the search may have come
   * from far away, where the valley is no parabola.
   */
  private static SortedMap<Double, Double> aroundLowest(TreeMap<Double, Double> losses) {
    double best =
        losses.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow().getKey();
    Double below = losses.lowerKey(best);
    Double above = losses.higherKey(best);
    return below == null || above == null ? losses : losses.subMap(below, true, above, true);
  }
}
