package kleiber.analysis.table;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import kleiber.core.VisibleText;

/** Takes the rows of a table one after the other, no more than its limits. */
final class RowSink {
  private final Path file;
  private final TableLimits limits;
  private final ObjIntConsumer<Map<String, String>> rows;
  private final Set<String> columns = new LinkedHashSet<>();
  private int taken;
  private long cells;

  /**
   * A sink.
   *
   * @param rows told each row with its place, from 0
   */
  RowSink(Path file, TableLimits limits, ObjIntConsumer<Map<String, String>> rows) {
    this.file = file;
    this.limits = limits;
    this.rows = rows;
  }

  /** A column's name as it is shown. */
  String column(String name) {
    String shown = VisibleText.of(name);
    if (!ColumnName.isMissing(shown)
        && columns.add(shown)
        && columns.size() > TableLimits.COLUMNS) {
      throw TableLimits.tooManyColumns(file);
    }
    return shown;
  }

  /** A row; empty cells may be left out. */
  void row(Map<String, String> row) {
    cells += row.size();
    limits.require(file, taken + 1L, cells);
    rows.accept(row, taken++);
  }

  int rows() {
    return taken;
  }

  /** Those that have a name, in order of appearance. */
  Set<String> columns() {
    return columns;
  }
}
