package kleiber.analysis.table;

import java.nio.file.Path;
import java.util.Locale;
import kleiber.core.KleiberException;

/**
 * How large a table may be that is read.
 *
 * @param bytes of its file
 * @param rows below the header
 * @param cells in all rows
 */
public record TableLimits(long bytes, long rows, long cells) {
  /** Of runs: all of them are held, and compared with each other. */
  public static final TableLimits RUNS = new TableLimits(64L << 20, 20_000, 1_000_000);

  /** Of learning curves: of each row a few numbers are held. */
  public static final TableLimits CURVES = new TableLimits(1L << 31, 3_000_000, Long.MAX_VALUE);

  /** Columns of any table. */
  static final int COLUMNS = 2_000;

  /** Characters of a cell. */
  static final int CELL = 1_000_000;

  KleiberException tooManyBytes(Path file) {
    return exceeded(file, bytes, "bytes");
  }

  static KleiberException tooManyColumns(Path file) {
    return exceeded(file, COLUMNS, "columns");
  }

  void require(Path file, long rowsRead, long cellsRead) {
    if (rowsRead > rows) {
      throw exceeded(file, rows, "rows");
    } else if (cellsRead > cells) {
      throw exceeded(file, cells, "cells");
    }
  }

  private static KleiberException exceeded(Path file, long most, String what) {
    return KleiberException.usage(
        String.format(
            Locale.ROOT,
            "%s has more than %,d %s, the most that a table may have; leave out what is not needed",
            file,
            most,
            what));
  }
}
