package kleiber.analysis.observations;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import kleiber.analysis.law.Input;
import kleiber.trainer.KleiberException;
import kleiber.trainer.config.Quantity;

/**
 * Reads runs. Rows whose {@code outcome} is not {@code completed} are left out and listed; anything
 * else that cannot be fitted is an error that names row and column.
 */
public final class TableReader {
  /** Read where they are there, for figures and rollouts, even if the law is not of them. */
  private static final Set<Input> BESIDE = Set.of(Input.N, Input.D, Input.C);

  private static final Set<String> COMPLETED =
      Set.of("completed", "complete", "finished", "done", "success", "succeeded", "ok");

  private static final Set<String> NO = Set.of("", "false", "no", "0");
  private static final Set<String> YES = Set.of("true", "yes", "1");

  private final Path file;
  private final List<Input> needed;
  private final List<String> faults = new ArrayList<>();
  private final Map<Columns.About, String> about = new EnumMap<>(Columns.About.class);

  private TableReader(Path file, List<Input> needed) {
    this.file = file;
    this.needed = needed;
  }

  /**
   * Reads a table.
   *
   * @param needed inputs that every row must have; FLOPs and tokens are worked out of each other as
   *     C = 6ND where only one is there
   * @throws KleiberException naming every row and column that cannot be used
   */
  public static Observations read(Path file, Columns names, List<Input> needed) {
    return new TableReader(file, needed).observations(names);
  }

  private Observations observations(Columns names) {
    List<JsonNode> rows = Rows.read(file);
    Columns columns = names.found(rows.get(0));
    requireColumns(columns, rows.get(0));
    for (Columns.About what : Columns.About.values()) {
      about.put(what, what.in(rows.get(0)));
    }
    List<Run> runs = new ArrayList<>();
    List<Run> holdouts = new ArrayList<>();
    Map<String, String> excluded = new LinkedHashMap<>();
    List<Row> all = new ArrayList<>();
    Map<String, String> seen = new HashMap<>();
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < rows.size(); i++) {
      JsonNode row = rows.get(i);
      String id = cell(row, Columns.About.ID, "row " + (i + 1));
      id = ids.add(id) ? id : id + " (row " + (i + 1) + ")";
      String outcome = cell(row, Columns.About.OUTCOME, "completed");
      all.add(new Row(i, id, outcome, cell(row, Columns.About.SEED, ""), Rows.cells(row)));
      if (!COMPLETED.contains(outcome.toLowerCase(Locale.ROOT))) {
        excluded.put(id, outcome.isEmpty() ? "no outcome" : outcome);
        continue;
      }
      Run run = run(row, columns, i, id);
      String seed = cell(row, Columns.About.SEED, "");
      String twin = seen.put(run.inputs() + " " + run.loss() + " " + seed, id);
      if (twin != null) {
        faults.add("row " + (i + 1) + " repeats " + twin + ": same inputs, loss and seed");
      }
      (run.holdout() ? holdouts : runs).add(run);
    }
    if (!faults.isEmpty()) {
      int shown = Math.min(10, faults.size());
      throw KleiberException.usage(
          file
              + " cannot be fitted; mend or remove these rows:\n  "
              + String.join("\n  ", faults.subList(0, shown))
              + (shown < faults.size() ? "\n  and " + (faults.size() - shown) + " more" : ""));
    }
    return new Observations(
        List.copyOf(runs),
        List.copyOf(holdouts),
        excluded,
        file.toString(),
        Target.of(columns.loss()),
        List.copyOf(all),
        List.of());
  }

  private void requireColumns(Columns columns, JsonNode row) {
    List<String> missing = new ArrayList<>();
    require(missing, columns.loss(), row, "what is fitted (--loss)");
    for (Input input : Input.values()) {
      String column = columns.inputs().get(input);
      if (column != null || needed.contains(input) && !derivable(input, columns.inputs())) {
        require(
            missing,
            column,
            row,
            input.meaning() + " (--" + input.name().toLowerCase(Locale.ROOT) + ")");
      }
    }
    if (!missing.isEmpty()) {
      TreeSet<String> present = new TreeSet<>();
      row.fieldNames().forEachRemaining(present::add);
      throw KleiberException.usage(
          file
              + " has no column "
              + String.join(", nor ", missing)
              + "; it has "
              + String.join(", ", present));
    }
  }

  private static boolean derivable(Input input, Map<Input, String> columns) {
    return switch (input) {
      case C -> columns.containsKey(Input.N) && columns.containsKey(Input.D);
      case D -> columns.containsKey(Input.N) && columns.containsKey(Input.C);
      case N, U, S, B, L, H -> false;
    };
  }

  private static void require(List<String> missing, String column, JsonNode row, String meaning) {
    if (column == null) {
      missing.add("for " + meaning);
    } else if (!row.has(column)) {
      missing.add("\"" + column + "\" for " + meaning);
    }
  }

  private Run run(JsonNode row, Columns columns, int index, String id) {
    double loss = positive(row, columns.loss(), index);
    Map<Input, Double> inputs = new EnumMap<>(Input.class);
    columns
        .inputs()
        .forEach(
            (input, column) -> {
              if (needed.contains(input)) {
                inputs.put(input, positive(row, column, index));
              } else if (BESIDE.contains(input) && number(row, column) > 0) {
                inputs.put(input, number(row, column));
              }
            });
    if (inputs.containsKey(Input.N) && inputs.containsKey(Input.D)) {
      inputs.putIfAbsent(Input.C, 6 * inputs.get(Input.N) * inputs.get(Input.D));
    } else if (inputs.containsKey(Input.N) && inputs.containsKey(Input.C)) {
      inputs.put(Input.D, inputs.get(Input.C) / (6 * inputs.get(Input.N)));
    }
    Map<Input, Double> apart = new EnumMap<>(inputs);
    apart.remove(Input.C);
    boolean replicates = row.has(about.get(Columns.About.SEED));
    return new Run(
        id,
        Collections.unmodifiableMap(inputs),
        loss,
        replicates ? apart.toString() : id,
        holdout(row, index),
        index,
        others(row, columns));
  }

  /** The cells of columns that neither the law knows nor a run's name, seed or outcome has. */
  private Map<String, String> others(JsonNode row, Columns columns) {
    Map<String, String> others = Rows.cells(row);
    others.remove(columns.loss());
    others.keySet().removeAll(about.values());
    for (Input input : Input.values()) {
      if (needed.contains(input) || input == Input.C) {
        others.remove(columns.inputs().get(input));
      }
    }
    return Collections.unmodifiableMap(others);
  }

  private boolean holdout(JsonNode row, int index) {
    String text = cell(row, Columns.About.HOLDOUT, "").toLowerCase(Locale.ROOT);
    if (!YES.contains(text) && !NO.contains(text)) {
      faults.add(
          "row %d, column %s: \"%s\" is neither true nor false"
              .formatted(index + 1, about.get(Columns.About.HOLDOUT), text));
    }
    return YES.contains(text);
  }

  private String cell(JsonNode row, Columns.About what, String otherwise) {
    return row.path(about.get(what)).asText(otherwise);
  }

  private double positive(JsonNode row, String column, int index) {
    double value = number(row, column);
    if (!(value > 0)) {
      JsonNode cell = row.path(column);
      String text = cell.isContainerNode() ? cell.toString() : cell.asText("");
      faults.add(
          "row %d, column %s: \"%s\" is not a positive number%s"
              .formatted(
                  index + 1,
                  column,
                  text,
                  text.matches("[0-9.,]*,[0-9.,]*")
                      ? "; write 1234.5, without separators of thousands"
                      : ""));
    }
    return value;
  }

  /** A cell's value; NaN where it holds no finite number. */
  private static double number(JsonNode row, String column) {
    try {
      double value = Quantity.parse(row.path(column).asText("").strip()).doubleValue();
      return Double.isInfinite(value) ? Double.NaN : value;
    } catch (IllegalArgumentException e) {
      return Double.NaN;
    }
  }
}
