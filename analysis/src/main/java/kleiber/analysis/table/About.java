package kleiber.analysis.table;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import kleiber.record.table.RunColumn;

/** What a column about a run, not about its loss, is usually called. */
enum About {
  /** Its name. */
  ID(RunColumn.ID, List.of("run", "runid", "name", "runname")),
  /** What its chance began with. */
  SEED(RunColumn.SEED, List.of("randomseed")),
  /** What became of it. */
  OUTCOME(RunColumn.OUTCOME, List.of("status", "state")),
  /** Whether it was trained to check a prediction. */
  HOLDOUT(RunColumn.HOLDOUT, List.of("heldout"));

  private final List<String> usual;

  About(RunColumn own, List<String> others) {
    this.usual = Stream.concat(Stream.of(own.key()), others.stream()).toList();
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
