package kleiber.analysis.observations;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import kleiber.analysis.law.Input;
import kleiber.trainer.KleiberException;

/**
 * Reads runs. Rows whose {@code outcome} is not {@code completed} are left out and listed; anything
 * else that cannot be fitted is an error that names row and column.
 */
public final class TableReader {
  /** Read where they are there, for figures and rollouts, even if the law is not of them. */
  private static final Set<Input> BESIDE = Set.of(Input.N, Input.D, Input.C);

  private final Path file;
  private final List<Input> needed;
  private final List<String> faults = new ArrayList<>();

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
    List<Run> runs = new ArrayList<>();
    List<Run> holdouts = new ArrayList<>();
    Map<String, String> excluded = new LinkedHashMap<>();
    Map<String, String> seen = new LinkedHashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      JsonNode row = rows.get(i);
      String id = row.path("id").asText("row " + (i + 1));
      String outcome = row.path("outcome").asText("completed");
      if (!outcome.equals("completed")) {
        excluded.put(id, outcome);
        continue;
      }
      Run run = run(row, columns, i, id);
      String twin =
          seen.put(run.inputs() + " " + run.loss() + " " + row.path("seed").asText(""), id);
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
    return new Observations(List.copyOf(runs), List.copyOf(holdouts), excluded, file.toString());
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
    String cluster = row.has("seed") ? apart.toString() : id;
    return new Run(
        id, Collections.unmodifiableMap(inputs), loss, cluster, row.path("holdout").asBoolean());
  }

  private double positive(JsonNode row, String column, int index) {
    double value = number(row, column);
    if (!(value > 0)) {
      faults.add(
          "row "
              + (index + 1)
              + ", column "
              + column
              + ": \""
              + row.path(column).asText("")
              + "\" is not a positive number");
    }
    return value;
  }

  /** A cell's value; NaN where it holds no finite number. */
  private static double number(JsonNode row, String column) {
    try {
      double value = Double.parseDouble(row.path(column).asText(""));
      return Double.isInfinite(value) ? Double.NaN : value;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
