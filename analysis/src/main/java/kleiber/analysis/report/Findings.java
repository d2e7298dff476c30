package kleiber.analysis.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kleiber.analysis.curves.Curve;
import kleiber.analysis.observations.Observations;
import kleiber.analysis.observations.Rows;
import kleiber.analysis.observations.Run;

/**
 * All that a report tells.
 *
 * @param title the sweep's name, or the table's
 * @param runs every run of the table in its order
 * @param laws those fitted, the first being the one the summary speaks of; empty where none could
 *     be
 * @param unfitted why there is no law; empty where there is one
 * @param sweep what the folder says; empty for a bare table
 * @param command the command that made the report
 * @param version of this program
 */
record Findings(
    String title,
    List<RunRecord> runs,
    List<FittedLaw> laws,
    String unfitted,
    Optional<SweepRecord> sweep,
    String command,
    String version) {

  /** Every row of a table, joined with what was read of it and with what its sweep says. */
  static List<RunRecord> runs(
      Path table, Observations observations, List<Curve> curves, Optional<SweepRecord> sweep) {
    Map<String, Run> completed =
        Stream.concat(observations.runs().stream(), observations.holdouts().stream())
            .collect(Collectors.toMap(Run::id, Function.identity(), (first, same) -> first));
    Map<String, Curve> byRun =
        curves.stream().collect(Collectors.toMap(Curve::run, Function.identity()));
    List<RunRecord> runs = new ArrayList<>();
    List<JsonNode> rows = Rows.read(table).rows();
    for (int i = 0; i < rows.size(); i++) {
      JsonNode row = rows.get(i);
      String id = row.path("id").asText("row " + (i + 1));
      Map<String, String> values = sweep.map(s -> s.values().get(id)).orElse(null);
      runs.add(
          new RunRecord(
              id,
              row.path("outcome").asText("completed"),
              row.path("message").asText(""),
              completed.get(id),
              row.path("seed").asText(""),
              row.path("seconds").asDouble(Double.NaN),
              values != null ? values : Rows.cells(row),
              byRun.get(id)));
    }
    return List.copyOf(runs);
  }

  /** Runs of a role. */
  List<RunRecord> runs(RunRecord.Role role) {
    return runs.stream().filter(run -> run.role() == role).toList();
  }

  /** The law that the summary speaks of. */
  Optional<FittedLaw> law() {
    return laws.stream().findFirst();
  }
}
