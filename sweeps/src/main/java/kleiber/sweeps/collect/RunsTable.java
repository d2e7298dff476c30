package kleiber.sweeps.collect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import kleiber.core.text.CsvText;
import kleiber.record.table.CellPart;
import kleiber.record.table.RunColumn;
import kleiber.sweeps.ledger.Ledger;
import kleiber.sweeps.ledger.SweepFolder;

/**
 * {@code runs.csv} and {@code runs.jsonl}: one row a planned run, whatever has become of it. The
 * columns are those of {@link RunColumn} but for the configuration keys that vary in the sweep,
 * which stand before {@code message}.
 */
final class RunsTable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Keys that never count as varied: they have columns of their own, or mean nothing. */
  private static final Set<String> OWN_COLUMNS = Set.of("name", "seed", "checkpoint.at");

  /** Columns that only tuned sweeps have. */
  private static final Set<RunColumn> TUNED = EnumSet.of(RunColumn.CELL, RunColumn.CELL_RUN);

  private final List<RunRow> rows;
  private final List<String> varied;
  private final boolean tuned;

  private RunsTable(List<RunRow> rows, boolean tuned) {
    this.rows = rows;
    this.tuned = tuned;
    this.varied = varied(rows);
  }

  /**
   * The table.
   *
   * @param files by run
   * @param faults of the runs with a bad file, by run
   */
  static RunsTable of(
      SweepFolder folder, Ledger ledger, Map<String, RunFiles> files, Map<String, String> faults) {
    Map<String, CellPart> parts = new HashMap<>();
    CellStanding.all(folder, ledger).forEach(cell -> parts.putAll(cell.parts()));
    return new RunsTable(
        ledger.runs().stream()
            .map(
                run ->
                    new RunRow(
                        run,
                        faults.containsKey(run.id()) ? RunFiles.NONE : files.get(run.id()),
                        parts.get(run.id()),
                        faults.get(run.id())))
            .toList(),
        ledger.tuned() != null);
  }

  private static List<String> varied(List<RunRow> rows) {
    Set<String> keys = new TreeSet<>();
    rows.forEach(row -> keys.addAll(row.plan().values().keySet()));
    keys.removeAll(OWN_COLUMNS);
    keys.removeIf(
        key ->
            rows.stream()
                    .map(row -> Objects.toString(row.plan().values().get(key)))
                    .distinct()
                    .count()
                < 2);
    return List.copyOf(keys);
  }

  private Map<String, Object> cells(RunRow row) {
    Map<String, Object> cells = new LinkedHashMap<>();
    for (RunColumn column : RunColumn.values()) {
      if (column == RunColumn.MESSAGE) {
        varied.forEach(key -> cells.put(key, row.plan().values().get(key)));
      }
      if (tuned || !TUNED.contains(column)) {
        cells.put(column.key(), row.cell(column));
      }
    }
    return cells;
  }

  String csv() {
    StringBuilder text = new StringBuilder();
    for (RunRow row : rows) {
      Map<String, Object> cells = cells(row);
      if (text.isEmpty()) {
        text.append(CsvText.line(cells.keySet()));
      }
      text.append(CsvText.line(cells.values()));
    }
    return text.toString();
  }

  String jsonl() {
    StringBuilder text = new StringBuilder();
    for (RunRow row : rows) {
      try {
        text.append(JSON.writeValueAsString(cells(row))).append('\n');
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }
    return text.toString();
  }
}
