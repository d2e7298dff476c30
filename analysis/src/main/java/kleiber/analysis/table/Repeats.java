package kleiber.analysis.table;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What to do with rows that repeat an earlier one in every column. */
public enum Repeats {
  /** Fit them all: they count as often as they stand there. */
  KEEP,
  /** Fit the first. */
  DROP,
  /** Refuse the table. */
  REFUSE;

  /** The name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Rows of a table that repeat an earlier one, each with the first like it. Columns without a name
   * mean nothing: pandas numbers its rows in one.
   */
  static Map<Integer, Integer> in(Table table) {
    Map<Map<String, String>, Integer> first = new HashMap<>();
    Map<Integer, Integer> repeats = new LinkedHashMap<>();
    List<Map<String, String>> rows = table.rows();
    for (int i = 0; i < rows.size(); i++) {
      Map<String, String> cells = new HashMap<>(rows.get(i));
      cells.values().removeIf(String::isEmpty);
      cells.keySet().removeIf(ColumnName::isMissing);
      cells.replaceAll((column, text) -> alike(text));
      Integer twin = first.putIfAbsent(cells, i);
      if (twin != null) {
        repeats.put(i, twin);
      }
    }
    return repeats;
  }

  /** A number in one writing, so that 1e6 and 1000000 are the same. */
  private static String alike(String text) {
    try {
      return Double.toString(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return text;
    }
  }

  /** What was done, in words. */
  String note(int repeats) {
    String rows = repeats == 1 ? "1 row repeats" : repeats + " rows repeat";
    return rows
        + " an earlier one in every column: "
        + (this == KEEP
            ? "kept, as --repeats keep says"
            : "dropped (--repeats keep fits them too, refuse stops)");
  }
}
