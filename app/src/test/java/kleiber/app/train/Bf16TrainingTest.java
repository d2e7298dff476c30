package kleiber.app.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import kleiber.app.testing.CommandRun;
import kleiber.engine.testing.UsableBackend;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rounding the factors of products does to a whole training. */
@Tag("long")
class Bf16TrainingTest {
  private static final double TOLERANCE = 0.003;
  private static final String CONFIG =
      """
      model: {layers: 2, heads: 2, width: 64, context: 128}
      data: {corpus: {kind: wordnet}, tokenizer: {kind: bytes}}
      batch: {sequences: 16}
      horizon: {steps: 2000}
      optimizer: {lr: 2e-3}
      schedule: {warmupSteps: 100}
      """;

  @TempDir Path folder;

  @Test
  void twoThousandStepsEndWhereThoseInFp32End() throws Exception {
    UsableBackend.requireBf16();
    double fp32 = finalLoss("fp32");
    assertThat(finalLoss("bf16")).isCloseTo(fp32, within(TOLERANCE * fp32));
  }

  private double finalLoss(String precision) throws Exception {
    Path config = Files.writeString(folder.resolve("c.yaml"), CONFIG);
    Path out = folder.resolve(precision);
    CommandRun run =
        CommandRun.of(
            "train",
            config.toString(),
            "--out",
            out.toString(),
            "--set",
            "backend=cpu",
            "--set",
            "precision=" + precision);
    assertThat(run.exit()).as(run.err()).isZero();
    JsonNode status = new ObjectMapper().readTree(Files.readAllBytes(out.resolve("status.json")));
    return status.at("/result/finalLossNats").doubleValue();
  }
}
