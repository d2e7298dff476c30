package kleiber.analysis.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kleiber.core.FolderName;
import kleiber.core.KleiberException;
import kleiber.core.foreign.ForeignFile;
import kleiber.core.foreign.ForeignJson;
import kleiber.record.Basis;
import kleiber.record.Environment;
import kleiber.record.RunDirectory;
import kleiber.record.Status;

/**
 * What a sweep's folder says beside its tables.
 *
 * @param folder where it is
 * @param name the sweep's
 * @param values configuration by path, of every planned run by id
 * @param bases what the runs rest on, of those that began
 * @param environments where the runs ran, of those that began
 * @param statuses how they stand, of those that began
 * @param sweepFile the text of {@code sweep.yaml}; empty where it is not there
 */
record SweepRecord(
    Path folder,
    String name,
    Map<String, Map<String, String>> values,
    List<Basis> bases,
    List<Environment> environments,
    List<Status> statuses,
    String sweepFile) {
  /**
   * Reads a folder; empty where it holds no plan and so is not a sweep's.
   *
   * @throws KleiberException where a file of it is damaged, or names a run that is no folder in it
   */
  static Optional<SweepRecord> read(Path folder) {
    Path plan = folder.resolve("plan.json");
    if (!Files.exists(plan)) {
      return Optional.empty();
    }
    JsonNode root = ForeignJson.object(plan, ForeignJson.LARGE);
    Map<String, Map<String, String>> values = new LinkedHashMap<>();
    List<Basis> bases = new ArrayList<>();
    List<Environment> environments = new ArrayList<>();
    List<Status> statuses = new ArrayList<>();
    for (JsonNode planned : root.path("runs")) {
      String id = id(planned.path("id"), plan);
      values.put(id, cells(planned.path("values")));
      RunDirectory run = new RunDirectory(folder.resolve(id));
      run.readJson(run.environment(), Environment.class).ifPresent(environments::add);
      run.readBasis().ifPresent(bases::add);
      run.readStatus().ifPresent(statuses::add);
    }
    Path file = folder.resolve("sweep.yaml");
    String sweepFile = Files.exists(file) ? ForeignFile.text(file, ForeignJson.SMALL) : "";
    String name = root.path("name").asText(String.valueOf(folder.getFileName()));
    return Optional.of(
        new SweepRecord(folder, name, values, bases, environments, statuses, sweepFile));
  }

  private static String id(JsonNode id, Path plan) {
    try {
      return FolderName.require("a run's id", id.asText());
    } catch (IllegalArgumentException e) {
      throw KleiberException.corrupt(plan + ": " + e.getMessage(), e);
    }
  }

  /** Values that hold something, as text by key; nested ones as JSON. */
  private static Map<String, String> cells(JsonNode values) {
    Map<String, String> cells = new LinkedHashMap<>();
    values
        .fields()
        .forEachRemaining(
            field -> {
              JsonNode value = field.getValue();
              String text = value.isValueNode() ? value.asText() : value.toString();
              if (!value.isNull() && !text.isEmpty()) {
                cells.put(field.getKey(), text);
              }
            });
    return cells;
  }
}
