package kleiber.app.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kleiber.app.testing.CommandRun;
import kleiber.record.RunDirectory;
import kleiber.record.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which losses a run and an evaluation give, and which they leave empty. */
class MeasuredLossTest {
  private static final String CONFIG =
      """
      model: {layers: 1, heads: 2, width: 16, context: 16}
      batch: {sequences: 4}
      horizon: {steps: 5}
      threads: 1
      """;

  private static final String SYNTHETIC = "data.corpus={kind: synthetic, vocab: 8, tokens: 20000}";

  private static final String TWO_SEQUENCES = "{\"batches\": [[[1,2,3,4,5],[5,4,3,2,1]]]}";

  @TempDir Path folder;

  private CommandRun train(String out, String... settings) throws Exception {
    Path config = Files.writeString(folder.resolve("tiny.yaml"), CONFIG);
    List<String> arguments = new ArrayList<>(List.of("train", config.toString()));
    arguments.addAll(List.of("--out", folder.resolve(out).toString()));
    for (String setting : settings) {
      arguments.addAll(List.of("--set", setting));
    }
    CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
    assertThat(run.exit()).as(run.err()).isZero();
    return run;
  }

  private Status.Result result(String run) {
    return new RunDirectory(folder.resolve(run)).readStatus().orElseThrow().result();
  }

  private Path batches(String content) throws Exception {
    return Files.writeString(folder.resolve("batches.json"), content);
  }

  private JsonNode eval(String model, Path batches) throws Exception {
    CommandRun run =
        CommandRun.of(
            "eval", folder.resolve(model).toString(), "--batches", batches.toString(), "--json");
    assertThat(run.exit()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }

  @Test
  void aRunThatHoldsNothingOutHasNoFinalLoss() throws Exception {
    CommandRun run = train("none", SYNTHETIC, "data.validationFraction=0");
    assertThat(result("none").finalLossNats()).isNull();
    assertThat(result("none").finalLossStderr()).isNull();
    assertThat(result("none").bestLossNats()).isNull();
    assertThat(result("none").finalTrainLossNats()).isBetween(1.5, 2.5);
    assertThat(run.out()).contains("done: no loss was measured, since nothing is held out");
  }

  @Test
  void tokenBatchesHaveNoHeldOutPartAndSoNoFinalLoss() throws Exception {
    Path file = batches("{\"batches\": [[[1,2,3],[2,3,1],[3,1,2],[1,1,1]]]}");
    train("batches", "data.corpus={kind: batches, file: " + file + "}", "model.context=2");
    assertThat(result("batches").finalLossNats()).isNull();
  }

  @Test
  void theErrorOfASingleSequenceIsUnknown() throws Exception {
    train("run", SYNTHETIC);
    JsonNode one = eval("run", batches("{\"batches\": [[[1,2,3,4,5]]]}"));
    assertThat(one.path("stderr").isNull()).isTrue();
    JsonNode two = eval("run", batches(TWO_SEQUENCES));
    assertThat(two.path("stderr").asDouble()).isPositive();
  }

  @Test
  void theLossOfARunThatWasTrainedWithAZLossIsItsCrossEntropy() throws Exception {
    train("z", SYNTHETIC, "optimizer.zLoss=0.5");
    String model = folder.resolve("model").toString();
    CommandRun export = CommandRun.of("export", folder.resolve("z").toString(), "--to", model);
    assertThat(export.exit()).as(export.err()).isZero();
    Path batches = batches(TWO_SEQUENCES);
    assertThat(eval("z", batches)).isEqualTo(eval("model", batches));
  }
}
