package kleiber.analysis.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import kleiber.record.table.CellPart;
import kleiber.record.table.RunColumn;

/**
 * Runs that found the best learning rate or batch of a cell, as {@code runs.csv} of a tuned sweep
 * has them: column {@code cell} names the cell, and {@code cellRun} says whether a run is its best.
 * The others were trained to be worse, so no law of the loss is fitted to them.
 */
public final class TunedRuns {
  private static final String CELL = RunColumn.CELL.key();
  private static final String PART = RunColumn.CELL_RUN.key();

  private static final int CELLS_SHOWN = 3;

  private TunedRuns() {}

  /** Whether a run tuned a cell. */
  public static boolean isTuned(Run run) {
    return part(run) != null;
  }

  /** Whether two runs tuned the same cell. */
  static boolean areOfOneCell(Run one, Run other) {
    return cell(one) != null && cell(one).equals(cell(other));
  }

  /** The cell that a run tuned; null where it tuned none. */
  static String cell(Run run) {
    return isTuned(run) ? run.others().get(CELL) : null;
  }

  private static String part(Run run) {
    return run.others().get(PART);
  }

  /** The table without the runs that are not the best of their cell. */
  static Observations bestOf(Observations table) {
    List<Run> runs =
        table.runs().stream().filter(run -> !CellPart.TRIED.word().equals(part(run))).toList();
    if (runs.size() == table.runs().size()) {
      return table;
    }
    Map<String, String> excluded = new LinkedHashMap<>(table.excluded());
    table.runs().stream()
        .filter(run -> CellPart.TRIED.word().equals(part(run)))
        .forEach(run -> excluded.put(run.id(), "not the best of its cell"));
    Observations best =
        table.with(
            runs,
            table.holdouts(),
            excluded,
            "the best run of each tuned cell is fitted, "
                + runs.size()
                + " of "
                + table.runs().size()
                + " runs (column "
                + PART
                + "; --all-runs fits all)");
    TreeSet<String> edges = new TreeSet<>();
    runs.stream()
        .filter(run -> CellPart.EDGE.word().equals(part(run)))
        .forEach(run -> edges.add(run.others().getOrDefault(CELL, run.id())));
    return edges.isEmpty() ? best : best.warned(warning(edges));
  }

  private static String warning(TreeSet<String> edges) {
    List<String> shown = new ArrayList<>(edges).subList(0, Math.min(CELLS_SHOWN, edges.size()));
    return "not bracketed: in "
        + edges.size()
        + (edges.size() == 1 ? " cell" : " cells")
        + " of the tuned sweep the best value lies at an end of what was tried ("
        + String.join(", ", shown)
        + (edges.size() > shown.size() ? ", …" : "")
        + "), so the loss there is too high; go on with kleiber sweep run";
  }
}
