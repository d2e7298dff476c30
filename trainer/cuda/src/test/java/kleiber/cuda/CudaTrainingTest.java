package kleiber.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import kleiber.app.testing.CommandRun;
import kleiber.engine.backend.Backend;
import kleiber.engine.backend.Backends;
import kleiber.lm.verify.ShortTraining;
import kleiber.lm.verify.ShortTraining.Course;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training with own kernels, through the real command line and against the cpu backend. */
@OnStandIn
class CudaTrainingTest {
  private static final String CONFIG =
      """
      model: {layers: 1, heads: 2, width: 32, context: 16, dropout: 0.1}
      data: {corpus: {kind: synthetic, vocab: 8, tokens: 20000}}
      batch: {sequences: 4}
      horizon: {steps: 20}
      optimizer: {lr: 1e-2}
      eval: {every: 10, batches: 2}
      checkpoint: {every: 7}
      log: {every: 1}
      backend: cuda
      """;

  /** Of short trainings that are compared. */
  private static final int STEPS = 4;

  @TempDir Path folder;

  private String run(String... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertThat(run.exit()).as("%s", run.err()).isZero();
    return run.out();
  }

  private Path train(String name, String... more) throws Exception {
    Path config = Files.writeString(folder.resolve("tiny.yaml"), CONFIG);
    Path out = folder.resolve(name);
    run(
        Stream.concat(
                Stream.of("train", config.toString(), "--out", out.toString(), "--set", "name=x"),
                Stream.of(more))
            .toArray(String[]::new));
    return out;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "precision=fp32",
        "precision=bf16",
        "batch.microBatch=2",
        "optimizer={kind: adafactor, lr: 1e-2}",
        "optimizer={kind: muon, lr: 1e-2}",
        "optimizer={kind: muon, lr: 1e-2} & precision=bf16",
        "optimizer={kind: schedule-free-adamw, lr: 1e-2}",
        "optimizer={kind: shampoo, interval: 4}"
      })
  void aRunThatLostItsLastStepsRepeatsThemBitForBit(String sets) throws Exception {
    String[] set =
        Stream.of(sets.split(" & ")).flatMap(s -> Stream.of("--set", s)).toArray(String[]::new);
    train("run", set);
    Path newest = folder.resolve("run/checkpoints/step-0000000020/weights.bin");
    byte[] expected = Files.readAllBytes(newest);
    Files.delete(newest);
    Files.delete(folder.resolve("run/status.json"));
    train("run", with(set, "--resume"));
    assertThat(Files.readAllBytes(newest)).isEqualTo(expected);
  }

  @Test
  void anExportedModelIsTheSameOnEveryBackend() throws Exception {
    Path out = train("run", "--set", "horizon.steps=5");
    Path model = folder.resolve("model");
    run("export", out.toString(), "--to", model.toString());
    Path batches = Files.writeString(folder.resolve("b.json"), "{\"batches\":[[[1,2,3,4,5]]]}");
    String[] eval = {"eval", model.toString(), "--batches", batches.toString(), "--backend"};
    assertThat(run(with(eval, "cuda"))).isEqualTo(run(with(eval, "cpu")));
  }

  private static String[] with(String[] arguments, String last) {
    return Stream.concat(Stream.of(arguments), Stream.of(last)).toArray(String[]::new);
  }

  @Test
  void aRunThatDivergesEndsWithExitFourAndTheStep() throws Exception {
    Path config = Files.writeString(folder.resolve("tiny.yaml"), CONFIG);
    CommandRun run =
        CommandRun.of(
            "train",
            config.toString(),
            "--out",
            folder.resolve("wild").toString(),
            "--set",
            "optimizer.lr=1e36",
            "--set",
            "optimizer.clipNorm=0");
    assertThat(run.exit()).as("%s", run.err()).isEqualTo(4);
    assertThat(Files.readString(folder.resolve("wild/status.json"))).contains("diverged");
  }

  @Test
  void aBenchmarkSaysHowAStepIsLaunchedAndWhoMultiplies() throws Exception {
    String[] bench =
        ("bench train --backend cuda --precision fp32 --layers 1 --heads 1 --width 16 --context 8"
                + " --batch 1 --vocab 8 --seconds 0.01 --json")
            .split(" ");
    JsonNode json = CommandRun.of(bench).json();
    assertThat(json.path("graphNodes").asInt()).isPositive();
    assertThat(json.path("launches")).isEqualTo(json.path("graphNodes"));
    // Four of a block and the head, each forward, by its input and by its weight.
    assertThat(json.path("products").findValues("count").stream().mapToInt(JsonNode::asInt).sum())
        .isEqualTo(3 * (4 + 1));
    assertThat(json.path("products").findValuesAsText("by"))
        .allMatch(kernel -> kernel.endsWith("_f32_64"));
    assertThat(json.has("utilisation")).isFalse();
  }

  @Test
  void autoTakesAGpuWhereOneWorks() {
    try (Backend chosen = Backends.find().open("auto", "auto", 1).backend()) {
      assertThat(chosen.name()).isEqualTo("cuda");
    }
  }

  @Test
  void lossesAreThoseOfTheCpuBackend() {
    try (Backend cpu = Backends.find().open("cpu", "fp32", 1).backend();
        Backend cuda = Backends.find().open("cuda", "fp32", 1).backend()) {
      Course expected = ShortTraining.run(cpu, STEPS);
      Course actual = ShortTraining.run(cuda, STEPS);
      assertThat(actual.distance(expected)).isLessThan(1e-4);
    }
  }

  @Test
  void bf16IsNearFp32() {
    try (Backend exact = Backends.find().open("cpu", "fp32", 1).backend();
        Backend rounded = Backends.find().open("cuda", "bf16", 1).backend()) {
      Course expected = ShortTraining.run(exact, STEPS);
      Course actual = ShortTraining.run(rounded, STEPS);
      assertThat(actual.distance(expected)).isPositive();
      assertThat(actual.end()).isCloseTo(expected.end(), Assertions.withinPercentage(0.3));
    }
  }

  /** Before a launch: what a table does not have would be read from other memory of the device. */
  @Test
  void hostileBatchesAreRefusedInTheWordsOfTheCpuBackend() throws Exception {
    Path batches =
        Files.writeString(
            folder.resolve("b.json"),
            "{\"batches\": [{\"input_ids\": [[1, 2, 3]], \"labels\": [[1, 2, 3]],"
                + " \"token_type_ids\": [[0, 0, 2000000000]]}]}");
    Path config = Files.writeString(folder.resolve("tiny.yaml"), CONFIG);
    for (String backend : new String[] {"cpu", "cuda"}) {
      CommandRun run =
          CommandRun.of(
              "train",
              config.toString(),
              "--out",
              folder.resolve(backend).toString(),
              "--set",
              "data.corpus={kind: batches, file: " + batches + "}",
              "--set",
              "model.family=encoder",
              "--set",
              "batch.sequences=1",
              "--set",
              "backend=" + backend);
      assertThat(run.exit()).as(run.err()).isEqualTo(2);
      assertThat(run.err())
          .contains(
              "b.json: batches[0]: segment 2000000000 at place 2 of sequence 0, and the model knows"
                  + " 0 to 1; give it the tokenizer and the data that it was made for");
    }
  }
}
