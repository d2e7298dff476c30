package kleiber.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import kleiber.app.testing.CommandRun;
import kleiber.engine.backend.Backend;
import kleiber.engine.backend.Backends;
import kleiber.lm.verify.ShortTraining;
import kleiber.lm.verify.ShortTraining.Course;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training on libtorch, through the real command line and against the cpu backend. */
class TorchTrainingTest {
  private static final String CONFIG =
      """
      model: {layers: 1, heads: 2, width: 16, context: 16, dropout: 0.1}
      data: {corpus: {kind: synthetic, vocab: 8, tokens: 20000}}
      batch: {sequences: 4, microBatch: 2}
      horizon: {steps: 30}
      optimizer: {lr: 1e-2}
      eval: {every: 10, batches: 2}
      checkpoint: {every: 7}
      log: {every: 1}
      threads: 2
      backend: torch
      """;

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
        "optimizer.kind=muon",
        "optimizer.kind=schedule-free-adamw",
        "optimizer.kind=shampoo"
      })
  void aRunThatLostItsLastStepsRepeatsThemBitForBit(String set) throws Exception {
    train("run", "--set", set);
    Path newest = folder.resolve("run/checkpoints/step-0000000030/weights.bin");
    byte[] expected = Files.readAllBytes(newest);
    Files.delete(newest);
    Files.delete(folder.resolve("run/status.json"));
    train("run", "--set", set, "--resume");
    assertThat(Files.readAllBytes(newest)).isEqualTo(expected);
  }

  @Test
  void anExportedModelIsTheSameOnEveryBackend() throws Exception {
    Path out = train("run");
    Path model = folder.resolve("model");
    run("export", out.toString(), "--to", model.toString());
    Path batches = Files.writeString(folder.resolve("b.json"), "{\"batches\":[[[5,4,3,2,1,0]]]}");
    String[] eval = {"eval", model.toString(), "--batches", batches.toString(), "--backend"};
    assertThat(run(with(eval, "torch"))).isEqualTo(run(with(eval, "cpu")));
  }

  private static String[] with(String[] arguments, String last) {
    return Stream.concat(Stream.of(arguments), Stream.of(last)).toArray(String[]::new);
  }

  @Test
  void lossesAreThoseOfTheCpuBackendOver200Steps() {
    try (Backend cpu = Backends.find().open("cpu", "fp32", 1).backend();
        Backend torch = Backends.find().open("torch", "fp32", 1).backend()) {
      Course expected = ShortTraining.run(cpu, 200);
      Course actual = ShortTraining.run(torch, 200);
      assertThat(actual.distance(expected)).isLessThan(1e-4);
      assertThat(actual.end()).isLessThan(2);
    }
  }

  @Test
  void bf16EndsWhereFp32Does() {
    try (Backend exact = Backends.find().open("torch", "fp32", 1).backend();
        Backend rounded = Backends.find().open("torch", "bf16", 1).backend()) {
      Course expected = ShortTraining.run(exact, 200);
      Course actual = ShortTraining.run(rounded, 200);
      assertThat(actual.distance(expected)).isPositive();
      assertThat(actual.end())
          .isCloseTo(expected.end(), org.assertj.core.api.Assertions.withinPercentage(0.3));
    }
  }
}
