package kleiber.sweeps.collect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import kleiber.sweeps.ledger.Ledger;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.trainer.runlog.RunDirectory;
import kleiber.trainer.runlog.SharedSteps;
import kleiber.trainer.runlog.Status;
import kleiber.trainer.text.CsvText;

/**
 * {@code runs.csv} and {@code runs.jsonl}: one row a planned run, whatever has become of it. The
 * columns are fixed but for the configuration keys that vary in the sweep, which stand between
 * {@code holdout} and {@code message}, and before them the two that only tuned sweeps have.
 */
final class RunsTable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Keys that never count as varied: they have columns of their own, or mean nothing. */
  private static final Set<String> OWN_COLUMNS = Set.of("name", "seed", "checkpoint.at");

  private final List<RunRow> rows;
  private final List<String> varied;

  private final boolean tuned;

  private RunsTable(List<RunRow> rows, boolean tuned) {
    this.rows = rows;
    this.tuned = tuned;
    this.varied = varied(rows);
  }

  static RunsTable of(SweepFolder folder, Ledger ledger) {
    Map<String, TunedPart> parts = new HashMap<>();
    CellStanding.all(folder, ledger).forEach(cell -> parts.putAll(cell.parts()));
    return new RunsTable(
        ledger.runs().stream()
            .map(run -> row(run, folder.run(run.id()), parts.get(run.id())))
            .toList(),
        ledger.tuned() != null);
  }

  private static RunRow row(Ledger.Entry run, RunDirectory directory, TunedPart part) {
    return new RunRow(
        run,
        directory.readStatus(),
        directory.readJson(directory.branch(), SharedSteps.class),
        part,
        directory.readBasis().orElse(run.basis()));
  }

  private static List<String> varied(List<RunRow> rows) {
    Set<String> keys = new TreeSet<>();
    rows.forEach(row -> keys.addAll(row.plan().values().keySet()));
    keys.removeAll(OWN_COLUMNS);
    keys.removeIf(
        key ->
            rows.stream()
                    .map(row -> Objects.toString(row.plan().values().get(key)))
                    .distinct()
                    .count()
                < 2);
    return List.copyOf(keys);
  }

  private Map<String, Object> cells(RunRow row) {
    Ledger.Entry plan = row.plan();
    Status.Result result = row.result();
    boolean done = result != null;
    Map<String, Object> cells = new LinkedHashMap<>();
    cells.put("id", plan.id());
    cells.put("hash", plan.hash());
    cells.put("outcome", row.outcome());
    cells.put("totalParams", plan.totalParams());
    cells.put("nonEmbeddingParams", plan.nonEmbeddingParams());
    cells.put("tokens", plan.tokens());
    cells.put("uniqueTokens", plan.uniqueTokens());
    cells.put("dataDigest", row.basis() == null ? null : row.basis().dataDigest());
    cells.put(
        "epochs", plan.tokens() == null ? null : (double) plan.tokens() / plan.uniqueTokens());
    cells.put("flops6ND", plan.flops6ND());
    cells.put("flopsExact", plan.flopsExact());
    cells.put("flopsSpent", plan.tokens() == null ? null : row.flopsSpent());
    cells.put("finalLossNats", done ? result.finalLossNats() : null);
    cells.put("finalLossStderr", done ? result.finalLossStderr() : null);
    cells.put("bestLossNats", done ? result.bestLossNats() : null);
    cells.put("seconds", done ? result.seconds() : null);
    cells.put("tokensPerSecond", done ? row.ownTokens() / result.seconds() : null);
    cells.put("seed", plan.values().get("seed"));
    cells.put("holdout", plan.holdout());
    if (tuned) {
      cells.put("cell", plan.cell());
      cells.put("cellRun", row.part() == null ? null : row.part().word());
    }
    varied.forEach(key -> cells.put(key, plan.values().get(key)));
    cells.put("message", row.message());
    return cells;
  }

  String csv() {
    StringBuilder text = new StringBuilder();
    for (RunRow row : rows) {
      Map<String, Object> cells = cells(row);
      if (text.isEmpty()) {
        text.append(CsvText.line(cells.keySet()));
      }
      text.append(CsvText.line(cells.values()));
    }
    return text.toString();
  }

  String jsonl() {
    StringBuilder text = new StringBuilder();
    for (RunRow row : rows) {
      try {
        text.append(JSON.writeValueAsString(cells(row))).append('\n');
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }
    return text.toString();
  }
}
