package kleiber.analysis.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import kleiber.analysis.law.Input;
import kleiber.analysis.table.Observations;
import kleiber.analysis.table.OtherKeys;
import kleiber.analysis.table.Run;
import kleiber.analysis.table.SameInputs;
import kleiber.analysis.table.TableRow;
import kleiber.core.KleiberException;
import kleiber.record.table.CellPart;
import kleiber.record.table.RunColumn;

/**
 * Makes a ladder of a table of runs. Each cell of a tuned sweep is a rung, elsewhere each size and
 * number of tokens; {@link BestLosses} says what its losses are.
 */
public final class ArmReader {
  private final Observations table;
  private final Map<Integer, String> seeds = new HashMap<>();
  private final List<String> keys;

  private ArmReader(Observations table) {
    this.table = table;
    this.keys = OtherKeys.of(table.runs());
    for (TableRow row : table.rows()) {
      seeds.put(row.index(), row.seed());
    }
  }

  /**
   * The ladder of a table, held-out runs aside.
   *
   * @throws KleiberException where it has no runs with N, D and C
   */
  public static Arm of(String name, Observations table) {
    return new ArmReader(table).arm(name);
  }

  private Arm arm(String name) {
    List<Rung> rungs = new ArrayList<>();
    for (List<Run> runs : groups()) {
      rungs.add(rung(runs));
    }
    if (rungs.isEmpty()) {
      throw KleiberException.usage(
          table.source() + " has no completed runs, so there is nothing to compare");
    }
    List<String> notes = new ArrayList<>();
    Map<String, Long> left =
        table.excluded().values().stream()
            .collect(Collectors.groupingBy(r -> r, TreeMap::new, Collectors.counting()));
    if (!left.isEmpty()) {
      notes.add(
          "left out of "
              + name
              + ": "
              + left.entrySet().stream()
                  .map(count -> count.getValue() + " " + count.getKey())
                  .collect(Collectors.joining(", ")));
    }
    return new Arm(name, rungs, notes);
  }

  private List<List<Run>> groups() {
    Map<String, List<Run>> cells = new LinkedHashMap<>();
    List<Run> others = new ArrayList<>();
    for (Run run : table.runs()) {
      String cell = run.others().get(RunColumn.CELL.key());
      if (cell == null) {
        others.add(run);
      } else {
        cells.computeIfAbsent(cell, c -> new ArrayList<>()).add(run);
      }
    }
    List<List<Run>> groups = new ArrayList<>(cells.values());
    SameInputs.of(others, List.of(Input.N, Input.D)).forEach(group -> groups.add(group.runs()));
    return groups;
  }

  private Rung rung(List<Run> runs) {
    Run first = runs.get(0);
    if (!(first.n() > 0 && first.d() > 0 && first.c() > 0)) {
      throw KleiberException.usage(
          table.source()
              + ": run "
              + first.id()
              + " has no parameters, tokens or FLOPs; a comparison needs all three");
    }
    String cell = first.others().get(RunColumn.CELL.key());
    boolean edge =
        runs.stream()
            .anyMatch(
                run -> CellPart.EDGE.word().equals(run.others().get(RunColumn.CELL_RUN.key())));
    return new Rung(
        cell == null ? first.id() : cell,
        first.n(),
        first.d(),
        runs.stream().mapToDouble(Run::c).average().orElseThrow(),
        BestLosses.of(runs, keys, run -> seeds.getOrDefault(run.row(), "")),
        median(runs),
        !edge);
  }

  /** Tokens per second; NaN where none is known. */
  private static double median(List<Run> runs) {
    List<Double> speeds =
        runs.stream()
            .map(run -> run.others().get(RunColumn.TOKENS_PER_SECOND.key()))
            .filter(text -> text != null && text.matches("[0-9.]+(E[0-9]+)?"))
            .map(Double::valueOf)
            .filter(speed -> speed > 0)
            .sorted(Comparator.naturalOrder())
            .toList();
    int size = speeds.size();
    return size == 0 ? Double.NaN : (speeds.get((size - 1) / 2) + speeds.get(size / 2)) / 2;
  }
}
