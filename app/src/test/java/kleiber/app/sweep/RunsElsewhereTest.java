package kleiber.app.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import kleiber.app.testing.CommandRun;
import kleiber.core.ProcessMark;
import kleiber.record.RunDirectory;
import kleiber.record.claim.testing.ForeignClaim;
import kleiber.sweeps.ledger.Ledger;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.sweeps.testing.WorkersHere;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What sweep status says of runs that are under way, or seem to be, on whatever machine. */
class RunsElsewhereTest {
  private static final ProcessMark GONE =
      new ProcessMark(ProcessMark.current().boot(), ProcessMark.current().space(), 999_999_999, 1);

  @TempDir Path folder;
  private SweepFolder out;

  /** Five runs, trained; what is said of them changes afterwards. */
  private List<RunDirectory> trained() throws Exception {
    Path spec =
        Files.writeString(
            folder.resolve("far.yaml"),
            """
            name: far
            train:
              model: {layers: 1, heads: 2, width: 16, context: 16}
              data: {corpus: {kind: synthetic, vocab: 8, tokens: 20000}}
              batch: {sequences: 4}
              horizon: {steps: 3}
              log: {tensorboard: false}
            design: {kind: grid, axes: {seed: [1, 2, 3, 4, 5]}}
            """);
    out = new SweepFolder(folder.resolve("out"));
    WorkersHere.train(spec, out.path());
    return out.requireLedger().runs().stream().map(Ledger.Entry::id).map(out::run).toList();
  }

  /** A status as a run has it that is under way, and the claim of a holder who beat last then. */
  private static void running(
      RunDirectory run, ProcessMark process, boolean released, String job, long secondsAgo)
      throws Exception {
    String status = Files.readString(run.status());
    Files.writeString(
        run.status(),
        status
            .replace("\"completed\"", "\"running\"")
            .replaceFirst("(?s)\"result\" : \\{.*}", "\"result\" : null }"));
    ForeignClaim.write(run.claims(), 9, process, 3, released);
    Path claim = run.claims().folder().resolve("9.json");
    Files.writeString(claim, Files.readString(claim).replace("\"since\"", job + "\"since\""));
    Files.setLastModifiedTime(claim, FileTime.from(Instant.now().minusSeconds(secondsAgo)));
  }

  @Test
  void aRunUnderWayShowsWhereAndItsLastBeatAndALostOneSaysWhoTakesItOver() throws Exception {
    List<RunDirectory> runs = trained();
    String job = "\"task\": {\"job\": \"4711\", \"index\": 3, \"restart\": 0}, ";
    running(runs.get(0), ForeignClaim.ELSEWHERE, false, job, 4);
    running(runs.get(1), ForeignClaim.ELSEWHERE, false, "", 3600);
    running(runs.get(2), ForeignClaim.ELSEWHERE, true, "", 4);
    running(runs.get(3), GONE, false, "", 4);
    CommandRun status = CommandRun.of("sweep", "status", out.path().toString());
    assertThat(status.exit()).as(status.err()).isZero();
    List<String> lines = status.out().lines().toList();
    assertThat(lines.get(0).split(" +"))
        .containsExactly("run", "outcome", "step", "of", "loss", "time", "host", "job", "beat");
    assertThat(lines.get(1)).containsPattern(" running +3 +3 +\\S+ +node7 +4711_3 +\\d+s$");
    assertThat(lines.get(2))
        .containsPattern(
            " lost .* node7 +1h00m +no sign of life for 1h00m; whoever runs the sweep");
    assertThat(lines.get(3)).containsPattern(" lost .* its process is gone; whoever");
    assertThat(lines.get(4)).containsPattern(" lost .* node7 .* its process is gone; whoever");
    assertThat(lines.get(5)).containsPattern(" completed +3 +3 +\\S+ +\\S+$");
    assertThat(lines.get(7)).startsWith("far: 1 completed, 3 lost, 1 running; about ");

    JsonNode run =
        new ObjectMapper()
            .readTree(CommandRun.of("sweep", "status", out.path().toString(), "--json").out())
            .path("runs")
            .path(0);
    assertThat(run.path("host").asText()).isEqualTo("node7");
    assertThat(run.path("job").asText()).isEqualTo("4711_3");
    assertThat(run.path("beatSeconds").asDouble()).isBetween(3.9, 90.0);
  }

  @Test
  void columnsThatAreEmptyForAllRunsAreNotShown() throws Exception {
    trained();
    CommandRun status = CommandRun.of("sweep", "status", out.path().toString());
    assertThat(status.out().lines().findFirst().orElseThrow().split(" +"))
        .containsExactly("run", "outcome", "step", "of", "loss", "time");
  }
}
