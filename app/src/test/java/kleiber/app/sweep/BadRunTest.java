package kleiber.app.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kleiber.app.testing.CommandRun;
import kleiber.core.FileTree;
import kleiber.record.Outcome;
import kleiber.record.RunDirectory;
import kleiber.sweeps.Sweep;
import kleiber.sweeps.ledger.Ledger;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.sweeps.testing.WorkersHere;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One bad file of one run is no reason to do without the others, and never a completed run. */
class BadRunTest {
  private static final String SPEC =
      """
      name: bad
      train:
        model: {layers: 1, heads: 2, width: 16, context: 16}
        data: {corpus: {kind: synthetic, vocab: 8, tokens: 20000}}
        batch: {sequences: 4}
        horizon: {steps: 3}
        log: {tensorboard: false}
      design: {kind: grid, axes: {seed: [1, 2, 3, 4, 5]}}
      """;

  @TempDir Path folder;
  private Path spec;
  private SweepFolder out;
  private List<RunDirectory> runs;

  @BeforeEach
  void train() throws Exception {
    spec = Files.writeString(folder.resolve("bad.yaml"), SPEC);
    out = new SweepFolder(folder.resolve("out"));
    assertThat(WorkersHere.train(spec, out.path()).isComplete()).isTrue();
    runs = out.requireLedger().runs().stream().map(Ledger.Entry::id).map(out::run).toList();
  }

  private CommandRun sweep(String command) {
    return CommandRun.of("sweep", command, out.path().toString());
  }

  private String row(RunDirectory run) throws Exception {
    return Files.readAllLines(out.runsCsv()).stream()
        .filter(line -> line.startsWith(run.path().getFileName() + ","))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aRunWithABadFileIsUnreadableInTheTablesAndTheOthersAreWhole() throws Exception {
    String whole = row(runs.get(4));
    List<String> metrics = Files.readAllLines(runs.get(0).metrics());
    metrics.set(2, metrics.get(2).substring(0, 20));
    Files.write(runs.get(0).metrics(), metrics);
    Files.writeString(runs.get(1).status(), "{\"outcome\": ");
    Files.writeString(runs.get(2).branch(), "[]");
    Files.writeString(runs.get(3).resolved(), "{\"basis\": 3}");

    CommandRun collect = sweep("collect");
    assertThat(collect.exit()).isEqualTo(3);
    assertThat(collect.out()).isEqualTo("written: " + out.runsCsv() + "\n");
    assertThat(collect.err())
        .contains(
            "warning: " + runs.get(0).path().getFileName() + ": " + runs.get(0).metrics() + ":3")
        .contains(runs.get(1).status() + ":1 is not JSON")
        .contains(runs.get(2).branch() + " is not a JSON object, but []")
        .contains(runs.get(3).resolved() + ": basis")
        .contains("or delete " + runs.get(0).path() + " and give sweep run again");
    for (RunDirectory bad : runs.subList(0, 4)) {
      assertThat(row(bad)).contains(",unreadable,").contains(bad.path() + "/");
      assertThat(out.curvesCsv()).content().doesNotContain(bad.path().getFileName() + ",");
    }
    assertThat(row(runs.get(4))).isEqualTo(whole).contains(",completed,");
    assertThat(out.curvesCsv()).content().contains(runs.get(4).path().getFileName() + ",");

    CommandRun status = sweep("status");
    assertThat(status.exit()).isZero();
    assertThat(status.out())
        .contains("bad: 4 completed, 1 unreadable")
        .containsPattern(runs.get(1).path().getFileName() + " +unreadable .*status.json:1 is not");
    CommandRun fit = CommandRun.of("fit", out.runsCsv().toString());
    assertThat(fit.exit()).isEqualTo(2);
    assertThat(fit.err()).contains("4 unreadable");
  }

  @Test
  void aRunThatWasGivenUpSaysHowItIsTriedAgain() throws Exception {
    Path status = runs.get(0).status();
    Files.writeString(
        status,
        Files.readString(status)
            .replace("\"completed\"", "\"crashed\"")
            .replace("\"crashes\" : 0", "\"crashes\" : 3")
            .replace("\"message\" : null", "\"message\" : \"its worker was killed\"")
            .replaceFirst("(?s)\"result\" : \\{.*}", "\"result\" : null }"));
    CommandRun run = sweep("run");
    assertThat(run.exit()).isEqualTo(5);
    assertThat(run.out())
        .contains("crashed: its worker was killed")
        .contains("4 of 5 runs completed")
        .contains(
            "1 run failed (1 given up after 3 crashes); the same command with --retry-failed");
  }

  @Test
  void aBadRunFailsWithWordsWhileTheOthersAreTrainedAndIsTrainedAnewOnceItIsDeleted()
      throws Exception {
    String loss = row(runs.get(0)).split(",")[12];
    Files.writeString(runs.get(0).status(), "no status");
    FileTree.delete(runs.get(1).path());
    Sweep.Result result = WorkersHere.train(spec, out.path());
    assertThat(result.count(Outcome.COMPLETED)).isEqualTo(4);
    assertThat(result.isComplete()).isFalse();
    assertThat(row(runs.get(1))).contains(",completed,");
    CommandRun run = sweep("run");
    assertThat(run.exit()).isEqualTo(5);
    assertThat(run.out())
        .contains("failed: " + runs.get(0).status() + ":1 is not JSON")
        .contains("4 of 5 runs completed")
        .doesNotContain("--retry-failed");

    FileTree.delete(runs.get(0).path());
    assertThat(WorkersHere.train(spec, out.path()).isComplete()).isTrue();
    assertThat(row(runs.get(0)).split(",")[12]).isEqualTo(loss);
  }
}
