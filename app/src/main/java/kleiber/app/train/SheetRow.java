package kleiber.app.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

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
  private static final List<String> HEADINGS =
      List.of("value", "op", "shape", "parameters", "FLOPs/token", "bytes");

  /** Columns of words, to the left; those of numbers stand to the right. */
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

  /** Rows under headings, each column as wide as it must be. */
  static List<String> lines(List<SheetRow> rows) {
    List<List<String>> table = new ArrayList<>(List.of(HEADINGS));
    rows.forEach(row -> table.add(row.cells()));
    StringJoiner format = new StringJoiner("  ");
    for (int i = 0; i < HEADINGS.size(); i++) {
      int column = i;
      int width = table.stream().mapToInt(cells -> cells.get(column).length()).max().orElseThrow();
      format.add("%" + (i < WORDS ? "-" : "") + width + "s");
    }
    return table.stream()
        .map(cells -> String.format(Locale.ROOT, format.toString(), cells.toArray()))
        .map(String::stripTrailing)
        .toList();
  }

  /** Nothing where there is nothing. */
  private List<String> cells() {
    return List.of(name, op, output, count(parameters), count(flops), count(bytes));
  }

  private static String count(double number) {
    return number == 0 ? "" : String.format(Locale.ROOT, "%,.0f", number);
  }
}
