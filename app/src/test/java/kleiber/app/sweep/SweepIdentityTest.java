package kleiber.app.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import kleiber.app.testing.CommandRun;
import kleiber.record.Outcome;
import kleiber.sweeps.Sweep;
import kleiber.sweeps.launch.Machine;
import kleiber.sweeps.ledger.SweepFolder;
import kleiber.sweeps.schedule.QueuedRun;
import kleiber.sweeps.schedule.SweepListener;
import kleiber.sweeps.spec.SweepFile;
import kleiber.sweeps.testing.WorkersHere;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One table holds runs on one text. */
@Tag("long")
class SweepIdentityTest {
  private static final String SPEC =
      """
      name: texts
      train:
        model: {layers: 1, heads: 2, width: 16, context: 16}
        data: {corpus: {kind: files, paths: [text.txt]}}
        batch: {sequences: 4}
        horizon: {steps: 10}
        log: {tensorboard: false}
      design:
        kind: grid
        axes:
          optimizer.lr: [1e-3, 1e-2]
      """;

  @TempDir Path folder;

  @BeforeEach
  void write() throws Exception {
    Files.writeString(folder.resolve("texts.yaml"), SPEC);
    write("to be or not to be, that is the question ");
  }

  private void write(String text) throws Exception {
    Files.writeString(folder.resolve("text.txt"), text.repeat(100));
  }

  private CommandRun run(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("sweep", "run", folder.resolve("texts.yaml").toString()));
    arguments.addAll(List.of("--out", folder.resolve("out").toString()));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  private List<String> table() throws Exception {
    return Files.readAllLines(folder.resolve("out/runs.csv"));
  }

  @Test
  void theTableHasTheDigestOfTheTokensThatEachRunWasTrainedOn() throws Exception {
    assertThat(run().exit()).isZero();
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("out/runs.jsonl"))) {
      rows.add(new ObjectMapper().readTree(line));
    }
    assertThat(rows).hasSize(2);
    for (JsonNode row : rows) {
      Path run = folder.resolve("out").resolve(row.path("id").asText());
      JsonNode resolved = new ObjectMapper().readTree(run.resolve("resolved.json").toFile());
      assertThat(row.path("dataDigest").asText())
          .matches("[0-9a-f]{64}")
          .isEqualTo(resolved.at("/basis/dataDigest").asText());
      assertThat(row.path("hash").asText()).isEqualTo(resolved.path("hash").asText());
      assertThat(row.path("id").asText()).endsWith(row.path("hash").asText().substring(0, 12));
    }
  }

  @Test
  void runsOnAnEditedTextDoNotJoinTheTable() throws Exception {
    assertThat(run().exit()).isZero();
    List<String> before = table();
    write("whether tis nobler in the mind to suffer ");
    CommandRun again = run();
    assertThat(again.exit()).isEqualTo(2);
    CommandRun extended = run("--extend", "--set", "design.axes.optimizer.lr=[3e-3]");
    assertThat(extended.exit()).isEqualTo(2);
    assertThat(again.err() + extended.err())
        .contains("have changed since it was started")
        .contains("restore the text");
    assertThat(table()).isEqualTo(before);
  }

  @Test
  void aFinishedSweepNeedsItsTextNoMore() throws Exception {
    assertThat(run().exit()).isZero();
    List<String> before = table();
    Files.delete(folder.resolve("text.txt"));
    CommandRun again = run();
    assertThat(again.exit()).as(again.err()).isZero();
    assertThat(again.out()).contains("2 of 2 runs completed").doesNotContain("started");
    assertThat(table()).isEqualTo(before);
  }

  @Test
  void aTextThatIsEditedAfterPlanningFailsTheRunsInWords() throws Exception {
    SweepFolder out = new SweepFolder(folder.resolve("out"));
    SweepFile file = SweepFile.read(folder.resolve("texts.yaml"));
    Sweep sweep = Sweep.prepare(file, out, Machine.cores(1), note -> {});
    write("whether tis nobler in the mind to suffer ");
    List<String> reasons = new ArrayList<>();
    Sweep.Result result =
        sweep.run(logs -> new WorkersHere(), Sweep.Options.STANDARD, told(reasons), () -> false);
    assertThat(result.outcomes()).hasSize(2).containsValue(Outcome.FAILED);
    assertThat(result.isComplete()).isFalse();
    assertThat(reasons)
        .hasSize(2)
        .allMatch(reason -> reason.contains("not what was planned"))
        .allMatch(reason -> reason.contains("the text has changed"));
  }

  private static SweepListener told(List<String> reasons) {
    return new SweepListener() {
      @Override
      public void ended(QueuedRun run, Outcome outcome, String message) {
        reasons.add(message);
      }
    };
  }

  @Test
  void runsThatVaryTheirTextOnPurposeAreTrained() throws Exception {
    Files.writeString(folder.resolve("other.txt"), "whether tis nobler in the mind ".repeat(100));
    CommandRun both =
        run(
            "--set",
            "design={kind: explicit, rows: [{data.corpus.paths: ["
                + folder
                + "/text.txt]}, {data.corpus.paths: ["
                + folder
                + "/other.txt]}]}");
    assertThat(both.exit()).as(both.err()).isZero();
    assertThat(both.out()).contains("2 of 2 runs completed");
    try (Stream<Path> runs = Files.list(folder.resolve("out"))) {
      assertThat(runs.filter(path -> path.getFileName().toString().startsWith("n"))).hasSize(2);
    }
    assertThat(table()).hasSize(3);
  }
}
