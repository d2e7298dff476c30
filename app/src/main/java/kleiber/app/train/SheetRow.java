package kleiber.app.train;

import java.util.Locale;

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
  /** What stands above the columns. */
  static final String HEADINGS =
      String.format(
          Locale.ROOT,
          "%-22s  %-36s  %-18s %14s %14s %14s",
          "value",
          "op",
          "shape",
          "parameters",
          "FLOPs/token",
          "bytes");

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

  /** As it is printed: nothing where there is nothing. */
  String line() {
    String text =
        String.format(
            Locale.ROOT,
            "%-22s  %-36s  %-18s %14s %14s %14s",
            name,
            op,
            output,
            count(parameters),
            count(flops),
            count(bytes));
    return text.stripTrailing();
  }

  private static String count(double number) {
    return number == 0 ? "" : String.format(Locale.ROOT, "%,.0f", number);
  }
}
