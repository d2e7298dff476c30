package kleiber.app.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import kleiber.app.testing.CommandRun;
import kleiber.sweeps.testing.WorkersHere;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs log of the inside of their models is in the report. */
class NormsReportTest {
  @TempDir Path folder;

  @Test
  void attentionLogitsThatRiseAreDrawnAndWarnedOf() throws Exception {
    Path spec =
        Files.writeString(
            folder.resolve("norms.yaml"),
            """
            name: norms
            train:
              precision: fp32
              model: {layers: 1, heads: 1, width: 32, context: 16, positions: none}
              data: {corpus: {kind: synthetic, vocab: 16, tokens: 20000}}
              batch: {sequences: 4}
              horizon: {steps: 30}
              log: {tensorboard: false, norms: 10}
            design:
              kind: grid
              axes:
                optimizer.lr: [1e-3, 3]
            """);
    assertThat(WorkersHere.train(spec, folder.resolve("out")).isComplete()).isTrue();
    CommandRun report = CommandRun.of("report", folder.resolve("out").toString());
    assertThat(report.exit()).as(report.err()).isZero();
    assertThat(Files.readString(folder.resolve("out/report.html")))
        .contains("Largest attention logit")
        .contains("In 1 run attention logits rose above 100")
        .contains("It rose above 100: attention sees one key only");
  }
}
