package kleiber.analysis.table;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a column about a run, not about its loss, is usually called. */
enum About {
  /** Its name. */
  ID(List.of("id", "run", "runid", "name", "runname")),
  /** What its chance began with. */
  SEED(List.of("seed", "randomseed")),
  /** What became of it. */
  OUTCOME(List.of("outcome", "status", "state")),
  /** Whether it was trained to check a prediction. */
  HOLDOUT(List.of("holdout", "heldout"));

  private final List<String> usual;

  About(List<String> usual) {
    this.usual = usual;
  }

  /** Those that a table has, with their columns. */
  static Map<About, String> in(Table table) {
    Map<About, String> columns = new EnumMap<>(About.class);
    for (About what : values()) {
      String meaning = "the " + what.name().toLowerCase(Locale.ROOT) + " of a run; rename one";
      ColumnName column = table.find(what.usual, meaning);
      if (column != null) {
        columns.put(what, column.text());
      }
    }
    return columns;
  }
}
