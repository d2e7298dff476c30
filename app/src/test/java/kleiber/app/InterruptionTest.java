package kleiber.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kleiber.app.testing.CommandProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM to real processes: with something to save, and with nothing. */
@Timeout(120)
class InterruptionTest {
  private static final String CONFIG =
      """
      model: {layers: 1, heads: 2, width: 16, context: 16}
      data: {corpus: {kind: synthetic, vocab: 16, tokens: 5000}}
      batch: {sequences: 2}
      horizon: {steps: 100000000}
      schedule: {warmupSteps: 10}
      checkpoint: {every: 0}
      """;

  @TempDir Path folder;

  @Test
  void whatHasNothingToSaveEndsAtOnceWithTheUsualCode() throws Exception {
    CommandProcess bench = CommandProcess.start(folder, 0, List.of("bench", "--seconds", "100000"));
    while (!bench.said().contains("layers heads")) {
      assertThat(bench.endsWithin(20)).as(bench.said()).isFalse();
    }
    assertThat(bench.terminate().exit()).isEqualTo(143);
    assertThat(bench.said())
        .endsWith(
            "kleiber: stopped; what was there before is as it was, and the same command begins"
                + " again\n");
  }

  @Test
  void aRunIsSavedAndSaysHowToGoOn() throws Exception {
    Path config = Files.writeString(folder.resolve("c.yaml"), CONFIG);
    Path run = folder.resolve("run");
    CommandProcess train =
        CommandProcess.start(
            folder, 0, List.of("train", config.toString(), "--out", run.toString()));
    while (!train.said().contains("step 1/")) {
      assertThat(train.endsWithin(20)).as(train.said()).isFalse();
    }
    assertThat(train.terminate().exit()).isEqualTo(75);
    assertThat(train.said())
        .contains("stopping: what is done so far is saved first")
        .contains("interrupted and saved; continue with:\n  ")
        .contains("train " + config + " --out " + run + " --resume");
    assertThat(run.resolve("checkpoints")).isNotEmptyDirectory();
    assertThat(run.resolve("status.json")).content().contains("interrupted");
  }
}
