package kleiber.analysis.observations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import kleiber.trainer.KleiberException;

/**
 * Reads runs from CSV (with a header), JSON lines, or a JSON array of objects. Rows whose {@code
 * outcome} is not {@code completed} are left out and listed; anything else that cannot be fitted is
 * an error that names row and column.
 */
public final class TableReader {
  private final Path file;
  private final List<String> faults = new ArrayList<>();

  private TableReader(Path file) {
    this.file = file;
  }

  /**
   * Reads a table.
   *
   * @throws KleiberException naming every row and column that cannot be used
   */
  public static Observations read(Path file, Columns names) {
    return new TableReader(file).observations(names);
  }

  private Observations observations(Columns names) {
    List<JsonNode> rows = rows();
    if (rows.isEmpty()) {
      throw KleiberException.usage(file + " has no rows");
    }
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
          seen.put(
              run.n() + " " + run.d() + " " + run.loss() + " " + row.path("seed").asText(""), id);
      if (twin != null) {
        faults.add("row " + (i + 1) + " repeats " + twin + ": same N, D, loss and seed");
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

  private List<JsonNode> rows() {
    try {
      String text = Files.readString(file);
      if (text.stripLeading().startsWith("[")) {
        List<JsonNode> rows = new ArrayList<>();
        new ObjectMapper().readTree(text).forEach(rows::add);
        return rows;
      }
      if (text.stripLeading().startsWith("{")) {
        try (MappingIterator<JsonNode> lines =
            new ObjectMapper().readerFor(JsonNode.class).readValues(text)) {
          return lines.readAll();
        }
      }
      CsvMapper csv = new CsvMapper();
      csv.enable(CsvParser.Feature.SKIP_EMPTY_LINES);
      csv.enable(CsvParser.Feature.TRIM_SPACES);
      CsvSchema schema = CsvSchema.emptySchema().withHeader().withComments();
      try (MappingIterator<JsonNode> lines =
          csv.readerFor(JsonNode.class).with(schema).readValues(text)) {
        return lines.readAll();
      }
    } catch (JsonProcessingException e) {
      throw KleiberException.usage(file + " is not a table: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw KleiberException.usage("cannot read " + file + ": " + e, e);
    }
  }

  private void requireColumns(Columns columns, JsonNode row) {
    List<String> missing = new ArrayList<>();
    require(missing, columns.loss(), row, "the loss (--loss)");
    require(missing, columns.n(), row, "parameters (--n)");
    if (columns.d() == null) {
      require(missing, columns.c(), row, "training tokens (--d), or FLOPs (--c)");
    } else {
      require(missing, columns.d(), row, "training tokens (--d)");
    }
    if (columns.c() != null && !row.has(columns.c())) {
      missing.add("\"" + columns.c() + "\" for FLOPs (--c)");
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

  private static void require(List<String> missing, String column, JsonNode row, String meaning) {
    if (column == null) {
      missing.add("for " + meaning);
    } else if (!row.has(column)) {
      missing.add("\"" + column + "\" for " + meaning);
    }
  }

  private Run run(JsonNode row, Columns columns, int index, String id) {
    double loss = positive(row, columns.loss(), index);
    double n = positive(row, columns.n(), index);
    double d = columns.d() == null ? Double.NaN : positive(row, columns.d(), index);
    double c = columns.c() == null ? 6 * n * d : positive(row, columns.c(), index);
    if (columns.d() == null) {
      d = c / (6 * n);
    }
    String cluster = row.has("seed") ? n + " " + d : id;
    return new Run(id, n, d, c, loss, cluster, row.path("holdout").asBoolean(false));
  }

  private double positive(JsonNode row, String column, int index) {
    String text = row.path(column).asText("");
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      value = Double.NaN;
    }
    if (!(value > 0) || Double.isInfinite(value)) {
      faults.add(
          "row "
              + (index + 1)
              + ", column "
              + column
              + ": \""
              + text
              + "\" is not a positive number");
    }
    return value;
  }
}
