package kleiber.sweeps.plan;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import kleiber.core.schema.ConfigBinder;
import kleiber.sweeps.spec.Row;

/** Which sizes a design wants beside each other: in rows that differ in nothing else. */
final class WantedSizes {
  /** Parameters beyond those of any model: what is larger is a slip of the pen. */
  private static final double MOST = 1e13;

  private final Map<Map<String, String>, TreeSet<Double>> sizes = new HashMap<>();

  WantedSizes(List<Row> rows) {
    for (Row row : rows) {
      Object params = row.values().get(Row.PARAMS);
      if (params != null) {
        sizes.computeIfAbsent(others(row), key -> new TreeSet<>()).add(number(params));
      }
    }
  }

  /** The sizes beside a row's own, itself among them, rising. */
  List<Double> beside(Row row) {
    return List.copyOf(sizes.get(others(row)));
  }

  /** A wanted size as written in a row. */
  static double number(Object params) {
    double number = ConfigBinder.number(Row.PARAMS, params);
    if (!(number > 0 && number <= MOST)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s = %s: must be above 0 and at most %.0e", Row.PARAMS, params, MOST));
    }
    return number;
  }

  private static Map<String, String> others(Row row) {
    Map<String, String> others = new LinkedHashMap<>();
    row.values().forEach((key, value) -> others.put(key, String.valueOf(value)));
    others.remove(Row.PARAMS);
    return others;
  }
}
