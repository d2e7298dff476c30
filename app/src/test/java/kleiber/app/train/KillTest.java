package kleiber.app.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import kleiber.app.Kleiber;
import kleiber.core.random.SeededStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, really killed. */
@Tag("long")
class KillTest {
  private static final int KILLS = 20;
  private static final String CONFIG =
      """
      model: {layers: 2, heads: 2, width: 32, context: 32, dropout: 0.1}
      data: {corpus: {kind: synthetic, vocab: 16, tokens: 50000}}
      batch: {sequences: 8}
      horizon: {steps: 12000}
      optimizer: {lr: 1e-3}
      eval: {every: 50, batches: 4}
      checkpoint: {every: 20}
      log: {every: 5}
      threads: 2
      """;

  @TempDir Path folder;

  private Process start(String out) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Kleiber.class.getName());
    command.addAll(List.of("train", folder.resolve("c.yaml").toString(), "--resume"));
    command.addAll(List.of("--out", folder.resolve(out).toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("OMP_NUM_THREADS", "1");
    builder.environment().put("KLEIBER_CACHE", folder.resolve("cache").toString());
    return builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(out + ".log").toFile())
        .start();
  }

  @Test
  void aRunKilledTwentyTimesEndsLikeOneThatWasNot() throws Exception {
    Files.writeString(folder.resolve("c.yaml"), CONFIG);
    assertThat(start("whole").waitFor()).isZero();
    SeededStream random = SeededStream.of(System.nanoTime(), "kills");
    for (int kill = 0; kill < KILLS; kill++) {
      Process process = start("killed");
      process.waitFor(700 + (long) (900 * random.uniform(kill)), TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
    }
    assertThat(start("killed").waitFor()).isZero();
    Path newest = Path.of("checkpoints/step-0000012000/weights.bin");
    assertThat(
            Files.mismatch(
                folder.resolve("whole").resolve(newest), folder.resolve("killed").resolve(newest)))
        .isEqualTo(-1);
    assertThat(metrics("killed")).isEqualTo(metrics("whole"));
  }

  private List<String> metrics(String run) throws Exception {
    return Files.readAllLines(folder.resolve(run).resolve("metrics.jsonl")).stream()
        .map(line -> line.replaceAll("\"tokensPerSecond\":[^,}]*", ""))
        .toList();
  }

  @Test
  void aSignalSavesTheRunAndSaysHowToGoOn() throws Exception {
    Files.writeString(folder.resolve("c.yaml"), CONFIG);
    Process process = start("stopped");
    Path metrics = folder.resolve("stopped/metrics.jsonl");
    while (!Files.exists(metrics) || Files.size(metrics) < 2000) {
      Thread.sleep(20);
    }
    process.destroy();
    assertThat(process.waitFor()).isEqualTo(75);
    assertThat(Files.readString(folder.resolve("stopped.log")))
        .contains("interrupted and saved")
        .contains("--resume");
    assertThat(Files.readString(folder.resolve("stopped/status.json"))).contains("interrupted");
  }
}
