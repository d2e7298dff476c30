package kleiber.app.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kleiber.app.testing.CommandRun;
import kleiber.core.schema.ConfigBinder;
import kleiber.core.schema.ConfigValues;
import kleiber.engine.backend.Backend;
import kleiber.engine.testing.UsableBackend;
import kleiber.lm.batch.Batch;
import kleiber.lm.config.TrainConfig;
import kleiber.lm.data.DatasetCache;
import kleiber.lm.model.Initializer;
import kleiber.lm.run.PreparedRun;
import kleiber.lm.training.Trainer;
import kleiber.lm.training.TrainingModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gradient noise that a run logs, against its definition at the same weights. */
class GradientNoiseTest {
  private static final int MOVING = 20;
  private static final int BATCHES = 256;
  private static final int SEQUENCES = 32;

  /** The rate is 0 from step 20 on, so the weights stay what they were there. */
  private static final String CONFIG =
      """
      model: {layers: 1, heads: 2, width: 16, context: 16}
      data: {corpus: {kind: synthetic, vocab: 8, tokens: 300000}, validationFraction: 0}
      batch: {sequences: 32}
      horizon: {steps: 600}
      optimizer: {lr: 1e-2}
      schedule: {decayEnd: 20, finalFraction: 0}
      backend: cpu
      precision: fp32
      threads: 1
      log: {tensorboard: false}
      """;

  @TempDir Path folder;
  private Path config;

  @BeforeEach
  void writeConfig() throws Exception {
    config = Files.writeString(folder.resolve("noise.yaml"), CONFIG);
  }

  private CommandRun train(String out, String... more) {
    String[] arguments = {"train", config.toString(), "--out", folder.resolve(out).toString()};
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    CommandRun run = CommandRun.of(all);
    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    return run;
  }

  @Test
  void theNoiseScaleIsThatOf256BatchesAtFixedWeights() throws Exception {
    train("run", "--set", "log.noiseScale=1");
    String run = folder.resolve("run").toString();
    CommandRun measured =
        CommandRun.of("noise-scale", run, "--from-step", "" + (MOVING + 1), "--json");
    double expected = byDefinition();
    assertThat(measured.json().path("noiseScale").asDouble())
        .isCloseTo(expected, within(0.1 * expected));
    assertThat(measured.json().path("noiseScaleTokens").asDouble())
        .isCloseTo(16 * measured.json().path("noiseScale").asDouble(), within(1e-6 * expected));
    CommandRun without = CommandRun.of("noise-scale", run, "--from-step", "2000");
    assertThat(without.exit()).isEqualTo(2);
    assertThat(without.err()).contains("log.noiseScale");
  }

  /** tr(Σ)/|G|² in sequences, from the gradients of single batches. */
  private double byDefinition() {
    PreparedRun run =
        PreparedRun.of(
            ConfigBinder.bind(ConfigValues.read(config), TrainConfig.class),
            new DatasetCache(DatasetCache.defaultFolder(), note -> {}));
    try (Backend backend = UsableBackend.open("cpu", 1);
        TrainingModel training =
            new TrainingModel(
                run.spec(), backend, run.data().layout(), SEQUENCES, run.config().optimizer(), 1)) {
      Initializer.initialize(training.map(), training.values(), run.config().seed());
      Trainer trainer =
          new Trainer(
              run.config(),
              training,
              run.data(),
              run.size(),
              run.config().length(run.size(), run.data().layout().tokens()));
      for (int i = 0; i < MOVING; i++) {
        trainer.step();
      }
      double[] mean = new double[training.map().flatSize()];
      double squares = 0;
      Batch batch = new Batch(run.data().layout(), SEQUENCES);
      for (int i = 0; i < BATCHES; i++) {
        run.data().train().readBatch(trainer.sequences() + (long) i * SEQUENCES, batch);
        training.backward(List.of(batch));
        float[] gradient = training.gradients().toArray();
        for (int j = 0; j < mean.length; j++) {
          mean[j] += gradient[j] / BATCHES;
          squares += (double) gradient[j] * gradient[j] / BATCHES;
        }
      }
      double square = 0;
      for (double each : mean) {
        square += each * each;
      }
      double variance = (squares - square) * BATCHES / (BATCHES - 1);
      return SEQUENCES * variance / (square - variance / BATCHES);
    }
  }

  @Test
  void measuringItChangesNothingThatIsTrained() throws Exception {
    String[] steps = {"--set", "horizon.steps=40", "--set", "model.dropout=0.1"};
    train("without", steps);
    train("with", steps[0], steps[1], steps[2], steps[3], "--set", "log.noiseScale=3");
    String[] halves = {"--set", "batch.microBatch=8", "--set", "log.noiseScale=3"};
    train("accumulated", steps[0], steps[1], steps[2], steps[3], halves[0], halves[1]);
    train(
        "halved", steps[0], steps[1], steps[2], steps[3], halves[0], halves[1], halves[2],
        halves[3]);
    assertThat(weights("with")).isEqualTo(weights("without"));
    assertThat(weights("halved")).isEqualTo(weights("accumulated"));
    assertThat(Files.readString(folder.resolve("halved/metrics.jsonl")))
        .contains("\"type\":\"noise\",\"step\":39,", "\"smallSequences\":16,\"bigSequences\":32,");
  }

  private byte[] weights(String run) throws Exception {
    return Files.readAllBytes(
        folder.resolve(run).resolve("checkpoints/step-0000000040/weights.bin"));
  }

  @Test
  void aStepOfOneSequenceHasNoHalf() {
    CommandRun run =
        CommandRun.of(
            "train",
            config.toString(),
            "--out",
            folder.resolve("one").toString(),
            "--set",
            "batch.sequences=1",
            "--set",
            "log.noiseScale=1");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("log.noiseScale", "batch.sequences to 2 or more");
  }
}
