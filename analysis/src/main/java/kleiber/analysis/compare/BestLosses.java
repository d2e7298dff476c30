package kleiber.analysis.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import kleiber.analysis.isoflop.Valley;
import kleiber.analysis.table.Run;

/**
 * The losses of one size at its own best hyperparameters, by seed.
 *
 * <p>Where one hyperparameter was tried, with worse values on either side of the best, these are
 * the losses at the vertex of a parabola through the best value and its neighbours: the vertex is
 * that of the mean over seeds, and each seed's loss there is read off a parabola of its own. That
 * is linear in the losses, so that seeds scatter as they do; it takes out that values are tried in
 * steps, and most of what the lowest of several noisy losses is too low by. Elsewhere it is the
 * losses of the configuration with the lowest mean.
 */
final class BestLosses {
  private final List<Run> runs;
  private final Function<Run, String> seed;

  private BestLosses(List<Run> runs, Function<Run, String> seed) {
    this.runs = runs;
    this.seed = seed;
  }

  /**
   * The losses by seed; seeds of a table that names none are numbered.
   *
   * @param keys columns of hyperparameters
   * @param seed that of a run, empty where it is not known
   */
  static SortedMap<String, Double> of(
      List<Run> runs, List<String> keys, Function<Run, String> seed) {
    BestLosses losses = new BestLosses(runs, seed);
    List<String> varied =
        keys.stream()
            .filter(key -> runs.stream().map(r -> r.others().get(key)).distinct().count() > 1)
            .toList();
    if (varied.size() == 1) {
      SortedMap<String, Double> vertex = losses.atVertex(varied.get(0));
      if (!vertex.isEmpty()) {
        return vertex;
      }
    }
    return losses.lowest(varied);
  }

  private SortedMap<String, Double> lowest(List<String> varied) {
    Map<List<String>, List<Run>> groups = new LinkedHashMap<>();
    for (Run run : runs) {
      groups
          .computeIfAbsent(
              varied.stream().map(key -> run.others().getOrDefault(key, "")).toList(),
              values -> new ArrayList<>())
          .add(run);
    }
    return groups.values().stream()
        .map(this::bySeed)
        .min((one, other) -> Double.compare(mean(one), mean(other)))
        .orElseThrow();
  }

  /** Empty where the best value has no neighbour on one side, or seeds are missing there. */
  private SortedMap<String, Double> atVertex(String key) {
    TreeMap<Double, SortedMap<String, Double>> values = new TreeMap<>();
    Map<Double, List<Run>> byValue = new LinkedHashMap<>();
    for (Run run : runs) {
      String text = run.others().getOrDefault(key, "");
      if (!text.matches("[0-9.]+([eE][-+]?[0-9]+)?")) {
        return new TreeMap<>();
      }
      byValue.computeIfAbsent(Double.valueOf(text), v -> new ArrayList<>()).add(run);
    }
    byValue.forEach((value, same) -> values.put(value, bySeed(same)));
    double best =
        values.entrySet().stream()
            .min((a, b) -> Double.compare(mean(a.getValue()), mean(b.getValue())))
            .orElseThrow()
            .getKey();
    Double below = values.lowerKey(best);
    Double above = values.higherKey(best);
    if (below == null || above == null || !(below > 0)) {
      return new TreeMap<>();
    }
    double[] at = {below, best, above};
    if (!values.get(below).keySet().equals(values.get(best).keySet())
        || !values.get(above).keySet().equals(values.get(best).keySet())) {
      return new TreeMap<>();
    }
    double[] means = new double[at.length];
    for (int i = 0; i < at.length; i++) {
      means[i] = mean(values.get(at[i]));
    }
    Valley valley = Valley.of(at, means);
    SortedMap<String, Double> losses = new TreeMap<>();
    if (valley.fault() == null) {
      for (String each : values.get(best).keySet()) {
        double[] own = new double[at.length];
        for (int i = 0; i < at.length; i++) {
          own[i] = values.get(at[i]).get(each);
        }
        losses.put(each, Valley.of(at, own).lossAt(valley.parabola()));
      }
    }
    return losses;
  }

  private SortedMap<String, Double> bySeed(List<Run> same) {
    SortedMap<String, Double> losses = new TreeMap<>();
    for (Run run : same) {
      String name = seed.apply(run);
      String free = name.isEmpty() ? "run " + (losses.size() + 1) : name;
      losses.put(losses.containsKey(free) ? free + " again " + losses.size() : free, run.loss());
    }
    return losses;
  }

  private static double mean(SortedMap<String, Double> losses) {
    return losses.values().stream().mapToDouble(loss -> loss).average().orElseThrow();
  }
}
