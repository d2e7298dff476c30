package kleiber.sweeps.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import kleiber.sweeps.spec.Row;

/** Rows of a design that turned out to be one run: what is to be said of them. */
final class Merged {
  private final Map<String, List<Row>> rows = new LinkedHashMap<>();

  /** Notes that a row is the run of an id. */
  void add(String id, Row row) {
    rows.computeIfAbsent(id, key -> new ArrayList<>()).add(row);
  }

  /** A sentence for each run that several rows ask for. */
  List<String> sentences() {
    return rows.entrySet().stream()
        .filter(entry -> entry.getValue().size() > 1)
        .map(entry -> sentence(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static String sentence(String id, List<Row> same) {
    return same.size()
        + " rows of the design are one run, "
        + id
        + differences(same)
        + "; it is trained once";
  }

  /** The keys that were written differently, with all their values. */
  private static String differences(List<Row> same) {
    Set<String> keys = new LinkedHashSet<>();
    same.forEach(row -> keys.addAll(row.values().keySet()));
    List<String> parts = new ArrayList<>();
    for (String key : keys) {
      Set<String> values =
          same.stream()
              .map(row -> String.valueOf(row.values().get(key)))
              .collect(Collectors.toCollection(LinkedHashSet::new));
      if (values.size() > 1) {
        parts.add(key + " " + String.join(", ", values));
      }
    }
    return parts.isEmpty() ? "" : " (" + String.join("; ", parts) + ")";
  }
}
