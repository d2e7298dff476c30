package kleiber.app.train;

import java.util.List;
import java.util.Locale;
import kleiber.app.TextTable;

/**
 * A line of a {@link ModelSheet}.
 *
 * @param name of what is computed
 * @param op how
 * @param output its shape
 * @param parameters that no line above has read
 * @param flops forward and backward, in matrix products, a token
 * @param bytes of what is computed
 */
record SheetRow(String name, String op, String output, long parameters, double flops, long bytes) {
  private static final String[] HEADINGS = {
    "value", "op", "shape", "parameters", "FLOPs/token", "bytes"
  };

  /** Columns of words; those of numbers follow. */
  private static final int WORDS = 3;

  /** The sum of some lines. */
  static SheetRow sum(String name, String op, Iterable<SheetRow> rows) {
    long parameters = 0;
    double flops = 0;
    long bytes = 0;
    for (SheetRow row : rows) {
      parameters += row.parameters;
      flops += row.flops;
      bytes += row.bytes;
    }
    return new SheetRow(name, op, "", parameters, flops, bytes);
  }

  /** The same under another name. */
  SheetRow named(String newName) {
    return new SheetRow(newName, op, output, parameters, flops, bytes);
  }

  /** Rows under headings. */
  static List<String> lines(List<SheetRow> rows) {
    TextTable table = new TextTable(column -> column < WORDS, HEADINGS);
    rows.forEach(row -> table.row(row.cells()));
    return table.toText().lines().toList();
  }

  /** Nothing where there is nothing. */
  private String[] cells() {
    return new String[] {name, op, output, count(parameters), count(flops), count(bytes)};
  }

  private static String count(double number) {
    return number == 0 ? "" : String.format(Locale.ROOT, "%,.0f", number);
  }
}
