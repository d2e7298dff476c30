package kleiber.app.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import kleiber.app.testing.CommandRun;
import kleiber.sweeps.testing.WorkersHere;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sweep work} where there is nothing to train; SlurmTest has the rest. */
class SweepWorkTest {
  private static final String SPEC =
      """
      name: tiny
      train:
        precision: fp32
        model: {layers: 1, heads: 1, width: 8, context: 8}
        data: {corpus: {kind: synthetic, vocab: 8, tokens: 5000}}
        batch: {sequences: 2}
        horizon: {steps: 3}
        log: {tensorboard: false}
      design: {kind: grid, axes: {optimizer.lr: [1e-3, 1e-2]}}
      """;

  @TempDir Path folder;

  @Test
  void aWorkerLeavesAFinishedSweepAtOnceAndAsItWas() throws Exception {
    Path out = folder.resolve("out");
    WorkersHere.train(Files.writeString(folder.resolve("tiny.yaml"), SPEC), out);
    byte[] table = Files.readAllBytes(out.resolve("runs.csv"));
    CommandRun work = CommandRun.of("sweep", "work", out.toString(), "--slots", "1");
    assertThat(work.exit()).as(work.err()).isZero();
    assertThat(work.out()).endsWith("2 of 2 runs completed, 0 ended otherwise, 0 left\n");
    assertThat(out.resolve("runs.csv")).hasBinaryContent(table);
  }

  @Test
  void aFolderWithoutAPlanIsRefusedWithTheCommandThatMakesOne() {
    CommandRun work = CommandRun.of("sweep", "work", folder.toString());
    assertThat(work.exit()).isEqualTo(2);
    assertThat(work.err()).contains("there is no sweep in " + folder).contains("sweep run");
  }
}
