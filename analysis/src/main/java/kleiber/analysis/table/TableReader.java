package kleiber.analysis.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kleiber.analysis.law.Input;
import kleiber.core.Count;
import kleiber.core.KleiberException;

/**
 * Reads runs. Rows whose {@code outcome} is not {@code completed} are left out and listed; anything
 * else that cannot be fitted is an error that names row and column.
 */
public final class TableReader {
  private static final int FAULTS_SHOWN = 10;

  private final Table table;
  private final Columns columns;
  private final List<Input> needed;
  private final Repeats repeats;
  private final Map<String, String> excluded = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();

  private TableReader(Table table, Columns names, List<Input> needed, Repeats repeats) {
    this.table = table;
    this.columns = names.found(table);
    this.needed = needed;
    this.repeats = repeats;
  }

  /**
   * Reads the runs of a table.
   *
   * @param needed inputs that every row must have; FLOPs and tokens are worked out of each other as
   *     C = 6ND where only one is there
   * @param repeats what to do with rows that repeat others
   * @throws KleiberException naming every row and column that cannot be used
   */
  public static Observations read(Table table, Columns names, List<Input> needed, Repeats repeats) {
    return new TableReader(table, names, needed, repeats).observations();
  }

  private Observations observations() {
    requireColumns();
    RowReader reader = new RowReader(columns, About.in(table), needed);
    notes.add(columns.note(needed, table));
    if (table.comments() > 0) {
      notes.add(
          (table.comments() == 1 ? "1 line begins" : table.comments() + " lines begin")
              + " with #: a comment, and no run");
    }
    Map<Integer, Integer> repeating = repeating(reader);
    List<TableRow> rows = new ArrayList<>();
    List<Run> runs = new ArrayList<>();
    int withoutLoss = 0;
    for (int i = 0; i < table.rows().size(); i++) {
      if (repeats != Repeats.KEEP && repeating.containsKey(i)) {
        continue;
      }
      TableRow row = reader.row(i, table.rows().get(i));
      rows.add(row);
      if (row.isCompleted() && !row.withoutLoss().isEmpty()) {
        excluded.put(row.id(), row.withoutLoss());
        withoutLoss++;
      } else if (row.isCompleted()) {
        runs.add(reader.run(row, table.rows().get(i)));
      } else {
        excluded.put(row.id(), row.outcome().isEmpty() ? "no outcome" : row.outcome());
      }
    }
    refuse(reader.faults());
    notes.addAll(reader.notes());
    if (withoutLoss > 0) {
      notes.add(
          Count.of(withoutLoss, "completed run")
              + (withoutLoss == 1 ? " has" : " have")
              + " no finite \""
              + columns.loss()
              + "\": left out");
    }
    return new Observations(
        runs.stream().filter(run -> !run.holdout()).toList(),
        runs.stream().filter(Run::holdout).toList(),
        excluded,
        table.file().toString(),
        columns.target(),
        columns.read(needed),
        List.copyOf(rows),
        List.copyOf(notes),
        Plausibility.warnings(runs, columns, table));
  }

  private Map<Integer, Integer> repeating(RowReader reader) {
    Map<Integer, Integer> repeating = Repeats.in(table);
    if (repeats == Repeats.REFUSE) {
      repeating.forEach(
          (row, first) ->
              reader
                  .faults()
                  .add("row " + (row + 1) + " repeats row " + (first + 1) + " in every column"));
    } else if (!repeating.isEmpty()) {
      notes.add(repeats.note(repeating.size()));
    }
    return repeating;
  }

  private void refuse(List<String> faults) {
    if (!faults.isEmpty()) {
      int more = faults.size() - FAULTS_SHOWN;
      throw KleiberException.usage(
          Stream.concat(
                  faults.stream().limit(FAULTS_SHOWN),
                  more > 0 ? Stream.of("and " + more + " more") : Stream.empty())
              .collect(
                  Collectors.joining(
                      "\n  ",
                      table.file() + " cannot be fitted; correct or remove these rows:\n  ",
                      "")));
    }
  }

  private void requireColumns() {
    List<String> missing = new ArrayList<>();
    require(missing, columns.loss(), "what is fitted (--loss)");
    for (Input input : Input.values()) {
      String column = columns.inputs().get(input);
      if (column != null || needed.contains(input) && !derivable(input, columns.inputs())) {
        require(missing, column, input.meaning() + " (" + Columns.flag(input) + ")");
      }
    }
    table.requireNone(missing, "");
  }

  private static boolean derivable(Input input, Map<Input, String> columns) {
    return switch (input) {
      case C -> columns.containsKey(Input.N) && columns.containsKey(Input.D);
      case D -> columns.containsKey(Input.N) && columns.containsKey(Input.C);
      case N, U, S, B, L, H -> false;
    };
  }

  private void require(List<String> missing, String column, String meaning) {
    if (column == null) {
      missing.add("for " + meaning);
    } else if (!table.has(column)) {
      missing.add("\"" + column + "\" for " + meaning);
    }
  }
}
