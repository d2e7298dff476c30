package kleiber.analysis.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kleiber.analysis.observations.Rows;
import kleiber.trainer.IoReason;
import kleiber.trainer.KleiberException;
import kleiber.trainer.config.Basis;
import kleiber.trainer.runlog.Environment;
import kleiber.trainer.runlog.RunDirectory;
import kleiber.trainer.runlog.Status;

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
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads a folder; empty where it holds no plan and so is not a sweep's. */
  static Optional<SweepRecord> read(Path folder) {
    Path plan = folder.resolve("plan.json");
    if (!Files.exists(plan)) {
      return Optional.empty();
    }
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(plan));
      Map<String, Map<String, String>> values = new LinkedHashMap<>();
      List<Basis> bases = new ArrayList<>();
      List<Environment> environments = new ArrayList<>();
      List<Status> statuses = new ArrayList<>();
      for (JsonNode planned : root.path("runs")) {
        String id = planned.path("id").asText();
        values.put(id, Rows.cells(planned.path("values")));
        RunDirectory run = new RunDirectory(folder.resolve(id));
        run.readJson(run.environment(), Environment.class).ifPresent(environments::add);
        run.readBasis().ifPresent(bases::add);
        run.readStatus().ifPresent(statuses::add);
      }
      Path file = folder.resolve("sweep.yaml");
      String sweepFile = Files.exists(file) ? Files.readString(file) : "";
      String name = root.path("name").asText(folder.getFileName().toString());
      return Optional.of(
          new SweepRecord(folder, name, values, bases, environments, statuses, sweepFile));
    } catch (IOException e) {
      throw KleiberException.corrupt("cannot read " + plan + ": " + IoReason.of(e), e);
    }
  }
}
