package kleiber.sweeps.collect;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.stream.Collectors;

/** Lines of CSV (RFC 4180). */
final class Csv {
  private Csv() {}

  static String line(Collection<?> values) {
    return values.stream().map(Csv::field).collect(Collectors.joining(",")) + "\n";
  }

  private static String field(Object value) {
    if (value == null) {
      return "";
    }
    String text =
        value instanceof BigDecimal number ? number.toPlainString() : String.valueOf(value);
    boolean quoted = text.contains(",") || text.contains("\"") || text.contains("\n");
    return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
