package kleiber.app.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import kleiber.app.testing.CommandRun;
import kleiber.core.Digests;
import kleiber.record.Metric;
import kleiber.record.MetricsLog;
import kleiber.record.Outcome;
import kleiber.record.RunDirectory;
import kleiber.record.Status;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that completed has numbers for its loss and for every weight. */
class FiniteTest {
  @TempDir Path folder;

  @BeforeEach
  void write() throws Exception {
    Files.writeString(folder.resolve("text.txt"), "to be or not to be, that is it ".repeat(100));
    Files.writeString(
        folder.resolve("c.yaml"),
        """
        model: {layers: 1, heads: 2, width: 16, context: 16}
        data: {corpus: {kind: files, paths: [text.txt]}}
        batch: {sequences: 4}
        horizon: {steps: 3}
        schedule: {kind: constant}
        checkpoint: {every: 2}
        """);
  }

  private CommandRun train(String... more) {
    String[] all = {
      "train", folder.resolve("c.yaml").toString(), "--out", folder.resolve("run").toString()
    };
    String[] arguments = java.util.Arrays.copyOf(all, all.length + more.length);
    System.arraycopy(more, 0, arguments, all.length, more.length);
    return CommandRun.of(arguments);
  }

  private Status status() {
    return new RunDirectory(folder.resolve("run")).readStatus().orElseThrow();
  }

  /** At 1e38 the update itself is infinite; at 1e30 the weights are numbers, their loss is not. */
  @ParameterizedTest
  @CsvSource({
    "cpu, 1e39, after its update",
    "nd4j, 1e39, after its update",
    "cpu, 1e30, validation loss",
    "nd4j, 1e30, validation loss"
  })
  void anUpdateThatExplodesInTheLastStepIsADivergence(String backend, String lr, String words)
      throws Exception {
    CommandRun run =
        train(
            "--set",
            "optimizer.lr=" + lr,
            "--set",
            "horizon.steps=1",
            "--set",
            "backend=" + backend);
    assertThat(run.exit()).as(run.err()).isEqualTo(4);
    assertThat(status().outcome()).isEqualTo(Outcome.DIVERGED);
    assertThat(status().result()).isNull();
    assertThat(status().message()).startsWith("step 1: " + words).contains("optimizer.lr");
    assertThat(run.err()).contains("diverged at step 1: " + words);
    assertThat(MetricsLog.read(folder.resolve("run/metrics.jsonl")))
        .as("no evaluation that is not a number is recorded")
        .noneMatch(metric -> metric instanceof Metric.Evaluation);
    assertThat(
            train(
                    "--resume",
                    "--set",
                    "optimizer.lr=" + lr,
                    "--set",
                    "horizon.steps=1",
                    "--set",
                    "backend=" + backend)
                .exit())
        .as("it is not trained again")
        .isEqualTo(4);
  }

  @Test
  void weightsThatAreNotNumbersAreRefusedByAllThatReadThem() throws Exception {
    assertThat(train().exit()).isZero();
    Path run = folder.resolve("run");
    spoil(run.resolve("checkpoints/step-0000000003"));
    String text = folder.resolve("text.txt").toString();
    String target = folder.resolve("exported").toString();
    for (String[] command :
        new String[][] {
          {"eval", run.toString(), "--text", text},
          {"sample", run.toString(), "--tokens", "3"},
          {"export", run.toString(), "--to", target}
        }) {
      CommandRun result = CommandRun.of(command);
      assertThat(result.exit()).as(result.err()).isEqualTo(3);
      assertThat(result.err()).contains("2 of its").contains("weights are NaN or infinite");
    }
    assertThat(folder.resolve("exported")).doesNotExist();
    Files.delete(run.resolve("status.json"));
    CommandRun resumed = train("--resume");
    assertThat(resumed.exit()).isEqualTo(3);
    assertThat(resumed.err()).contains("weights.bin are NaN or infinite").contains("delete it");
  }

  /** Two weights become NaN and infinite, and the manifest says so. */
  private static void spoil(Path checkpoint) throws Exception {
    Path weights = checkpoint.resolve("weights.bin");
    byte[] bytes = Files.readAllBytes(weights);
    ByteBuffer floats = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    floats.putFloat(40, Float.NaN).putFloat(400, Float.NEGATIVE_INFINITY);
    Files.write(weights, bytes);
    ObjectMapper json = new ObjectMapper();
    Path manifest = checkpoint.resolve("manifest.json");
    ObjectNode tree = (ObjectNode) json.readTree(manifest.toFile());
    ((ObjectNode) tree.path("files").path("weights.bin")).put("sha256", Digests.of(bytes));
    Files.write(manifest, json.writeValueAsBytes(tree));
  }
}
