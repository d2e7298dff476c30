package kleiber.analysis.isoflop;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import kleiber.analysis.table.Observations;
import kleiber.analysis.table.OtherKeys;
import kleiber.analysis.table.Run;
import kleiber.analysis.table.TableRow;
import kleiber.core.KleiberException;
import kleiber.core.Shown;
import kleiber.record.table.RunColumn;

/**
 * The best run of each group of a table, and where a key varies within the groups, the vertex of a
 * parabola through the lowest losses at its values.
 *
 * @param by columns that make the groups
 * @param key the varied key; empty where none or several vary and none was chosen
 * @param varied all keys that vary within groups
 * @param groups in the order of the table
 */
public record BestOfGroups(
    List<String> by, Optional<String> key, List<String> varied, List<GroupBest> groups) {
  private static final int LEAST_VALUES = 3;

  /**
   * The best of each group.
   *
   * @param by columns; empty for the cells of a tuned sweep, elsewhere for N and D
   * @param wanted the varied key; empty for the only one that varies
   * @throws KleiberException where the table has no such column
   */
  public static BestOfGroups of(Observations table, List<String> by, Optional<String> wanted) {
    Map<Integer, Map<String, String>> cells =
        table.rows().stream().collect(Collectors.toMap(TableRow::index, TableRow::cells));
    List<String> columns =
        cells.values().stream().flatMap(row -> row.keySet().stream()).distinct().sorted().toList();
    List<String> groupedBy = by.isEmpty() ? usual(columns) : by;
    List<String> asked = new ArrayList<>(groupedBy);
    wanted.ifPresent(asked::add);
    for (String column : asked) {
      if (!columns.contains(column)) {
        throw KleiberException.usage(
            table.source()
                + " has no column "
                + Shown.value(column)
                + "; it has "
                + String.join(", ", columns));
      }
    }
    Map<String, List<Run>> groups = new LinkedHashMap<>();
    for (Run run : table.runs()) {
      String name =
          groupedBy.stream()
              .map(
                  column -> {
                    String value = cells.get(run.row()).getOrDefault(column, "none");
                    return column.equals(RunColumn.CELL.key()) ? value : column + " " + value;
                  })
              .collect(Collectors.joining(", "));
      groups.computeIfAbsent(name, n -> new ArrayList<>()).add(run);
    }
    List<String> keys =
        OtherKeys.of(table.runs()).stream().filter(k -> !groupedBy.contains(k)).toList();
    List<String> varied =
        keys.stream().filter(k -> groups.values().stream().anyMatch(g -> varies(g, k))).toList();
    Optional<String> key =
        wanted.or(() -> varied.size() == 1 ? Optional.of(varied.get(0)) : Optional.empty());
    List<VariedGroup> found = new ArrayList<>();
    groups.forEach((name, runs) -> found.add(VariedGroup.of(name, runs, keys, key, cells)));
    return new BestOfGroups(groupedBy, key, varied, VertexInterval.of(found));
  }

  private static List<String> usual(List<String> columns) {
    return columns.contains(RunColumn.CELL.key())
        ? List.of(RunColumn.CELL.key())
        : List.of(RunColumn.TOTAL_PARAMS.key(), RunColumn.TOKENS.key());
  }

  private static boolean varies(List<Run> runs, String key) {
    return runs.stream().map(run -> run.others().getOrDefault(key, "")).distinct().count() > 1;
  }

  /**
   * A group with what its noise is judged by.
   *
   * @param found the best of it
   * @param shape the values that the parabola goes through, with each seed's losses there
   * @param squares within seeds, of all configurations
   * @param freedom degrees of freedom of these
   */
  record VariedGroup(
      GroupBest found, TreeMap<Double, List<Double>> shape, double squares, int freedom) {
    static VariedGroup of(
        String name,
        List<Run> runs,
        List<String> keys,
        Optional<String> key,
        Map<Integer, Map<String, String>> cells) {
      Map<List<String>, List<Run>> configurations = new LinkedHashMap<>();
      for (Run run : runs) {
        List<String> values = keys.stream().map(k -> run.others().getOrDefault(k, "")).toList();
        configurations.computeIfAbsent(values, v -> new ArrayList<>()).add(run);
      }
      double squares = 0;
      int freedom = 0;
      List<Run> lowest = null;
      TreeMap<Double, List<Double>> byValue = new TreeMap<>();
      for (List<Run> seeds : configurations.values()) {
        double mean = mean(seeds);
        squares += seeds.stream().mapToDouble(r -> Math.pow(r.loss() - mean, 2)).sum();
        freedom += seeds.size() - 1;
        lowest = lowest == null || mean < mean(lowest) ? seeds : lowest;
        Optional<Double> value = key.flatMap(k -> number(cells.get(seeds.get(0).row()).get(k)));
        if (value.isPresent()) {
          List<Double> losses = seeds.stream().map(Run::loss).toList();
          byValue.merge(value.get(), losses, (a, b) -> average(a) <= average(b) ? a : b);
        }
      }
      TreeMap<Double, List<Double>> shape = around(byValue);
      GroupBest found =
          new GroupBest(
              name,
              runs.size(),
              lowest.stream().min(Comparator.comparingDouble(Run::loss)).orElseThrow(),
              mean(lowest),
              lowest.size(),
              List.copyOf(byValue.keySet()),
              byValue.values().stream().map(VariedGroup::average).toList(),
              valley(shape),
              Double.NaN,
              Double.NaN);
      return new VariedGroup(found, shape, squares, freedom);
    }

    /** The lowest and its neighbours; all where it lies at an end. */
    private static TreeMap<Double, List<Double>> around(TreeMap<Double, List<Double>> all) {
      Optional<Double> best =
          all.entrySet().stream()
              .min(Comparator.comparingDouble(e -> average(e.getValue())))
              .map(Map.Entry::getKey);
      Double below = best.map(all::lowerKey).orElse(null);
      Double above = best.map(all::higherKey).orElse(null);
      return below == null || above == null
          ? all
          : new TreeMap<>(all.subMap(below, true, above, true));
    }

    private static Optional<Valley> valley(TreeMap<Double, List<Double>> shape) {
      return shape.size() < LEAST_VALUES || !(shape.firstKey() > 0)
          ? Optional.empty()
          : Optional.of(
              Valley.of(
                  shape.keySet().stream().mapToDouble(v -> v).toArray(),
                  shape.values().stream().mapToDouble(VariedGroup::average).toArray()));
    }

    private static Optional<Double> number(String text) {
      try {
        return Optional.ofNullable(text).map(Double::valueOf).filter(Double::isFinite);
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }

    private static double mean(List<Run> runs) {
      return runs.stream().mapToDouble(Run::loss).average().orElseThrow();
    }

    static double average(List<Double> losses) {
      return losses.stream().mapToDouble(l -> l).average().orElseThrow();
    }
  }
}
