package kleiber.lm.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kleiber.core.schema.ConfigBinder;
import kleiber.core.schema.ConfigValues;
import kleiber.core.testing.Fuzz;
import kleiber.engine.backend.Backend;
import kleiber.lm.config.RunLength;
import kleiber.lm.config.TrainConfig;
import kleiber.lm.data.DatasetCache;
import kleiber.lm.inference.Evaluator;
import kleiber.lm.model.Initializer;
import kleiber.lm.model.blueprint.ModelSize;
import kleiber.lm.training.Trainer;
import kleiber.lm.training.TrainingModel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two steps on hostile batches and configurations, on two backends: they are trained, or refused in
 * words, and no kernel ever sees what its tables do not have.
 */
class TrainFuzzTest {
  private static final String ENCODER_BATCHES =
      """
      {"batches": [
        {"input_ids": [[1, 2, 3], [4, 5, 6]], "labels": [[-100, 2, -100], [4, -100, 6]],
         "attention_mask": [[1, 1, 0], [1, 1, 1]], "token_type_ids": [[0, 0, 1], [0, 1, 1]],
         "next_sentence_label": [0, 1]}
      ]}
      """;
  private static final String T5_BATCHES =
      """
      {"batches": [
        {"input_ids": [[1, 2, 3, 8], [4, 5, 6, 7]], "labels": [[-100, 2, 1], [4, -100, 6]],
         "attention_mask": [[1, 1, 0, 0], [1, 1, 1, 1]], "decoder_input_ids": [[0, 2, 3], [0, 4, 4]]}
      ]}
      """;
  private static final String CAUSAL_BATCHES = "{\"batches\": [[[1, 2, 3], [4, 5, 6]]]}";

  /** Above these a model is no fault but takes longer than a test may. */
  private static final long MOST_PARAMS = 200_000;

  private static final long MOST_LAYERS = 8;
  private static final long MOST_POSITIONS = 256;

  @TempDir Path valid;
  @TempDir Path cache;

  private void writeBatches(String family) throws Exception {
    String batches =
        switch (family) {
          case "encoder" -> ENCODER_BATCHES;
          case "encoder-decoder" -> T5_BATCHES;
          default -> CAUSAL_BATCHES;
        };
    String positions = family.equals("encoder-decoder") ? "buckets" : "learned";
    Files.writeString(valid.resolve("batches.json"), batches);
    Files.writeString(
        valid.resolve("c.yaml"),
        "model: {layers: 1, heads: 2, width: 8, context: 4, family: "
            + family
            + ", positions: "
            + positions
            + "}\ndata: {corpus: {kind: batches, file: batches.json}}\n");
  }

  private void writeConfiguration() throws Exception {
    Files.writeString(valid.resolve("text.txt"), "to be or not to be, that is it ".repeat(40));
    Files.writeString(
        valid.resolve("c.yaml"),
        """
        model: {layers: 1, heads: 2, kvHeads: 1, width: 8, context: 16, positions: rotary,
                ropeTheta: 1e4, mlpWidth: 12, window: 3, activation: swiglu, norm: rms,
                dropout: 0.1, normEps: 1e-5, tied: false, init: {scheme: normal, std: 0.02}}
        data: {corpus: {kind: files, paths: [text.txt], field: text}, tokenizer: {kind: chars},
               validationFraction: 0.1, sampling: epoch}
        objective: {kind: causal}
        optimizer: {kind: adamw, lr: 1e-3, beta1: 0.9, beta2: 0.95, eps: 1e-8, clipNorm: 1.0}
        schedule: {kind: cosine, warmupSteps: 1}
        """);
  }

  private static void train(Path folder, String backend, Path cache) {
    ConfigValues values = ConfigValues.read(folder.resolve("c.yaml"));
    for (String setting :
        List.of("horizon.steps=2", "batch.sequences=2", "threads=1", "backend=" + backend)) {
      values.set(setting);
    }
    ConfigBinder.Bound<TrainConfig> bound = ConfigBinder.bind(values, TrainConfig.class);
    PreparedRun run = PreparedRun.of(bound, new DatasetCache(cache, note -> {}));
    ModelSize size = run.size();
    RunLength length = run.length();
    boolean small =
        size.totalParams() <= MOST_PARAMS
            && run.spec().layers() <= MOST_LAYERS
            && run.spec().context() <= MOST_POSITIONS;
    if (small) {
      try (Backend opened = run.selection().open().backend();
          TrainingModel training = TrainSession.bind(run, opened)) {
        Initializer.initialize(training.map(), training.values(), 1);
        Trainer trainer = new Trainer(run.config(), training, run.data(), size, length);
        trainer.step();
        trainer.step();
        if (run.data().validation() != null) {
          new Evaluator(training, run.data().validation()).evaluate(1);
        }
      }
    }
  }

  private void run(String name, String file, String backend, int cases) throws Exception {
    Fuzz.of(name, valid, file).run(cases, folder -> train(folder, backend, cache));
  }

  @ParameterizedTest
  @ValueSource(strings = {"decoder", "encoder", "encoder-decoder"})
  void hostileBatchesAreTrainedOnOrRefusedInWords(String family) throws Exception {
    writeBatches(family);
    run("train-" + family, "batches.json", "cpu", Fuzz.SHORT / 4);
    run("train-" + family, "batches.json", "nd4j", Fuzz.SHORT / 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "nd4j"})
  void hostileConfigurationsAreTrainedOrRefusedInWords(String backend) throws Exception {
    writeConfiguration();
    run("train-configuration", "c.yaml", backend, Fuzz.SHORT / 2);
  }

  @Test
  @Tag("long")
  void aThousandOfEachAre() throws Exception {
    for (String family : List.of("decoder", "encoder", "encoder-decoder")) {
      writeBatches(family);
      run("train-" + family, "batches.json", "cpu", Fuzz.LONG_OF_COMMANDS);
      run("train-" + family, "batches.json", "nd4j", Fuzz.LONG_OF_COMMANDS);
    }
    writeConfiguration();
    run("train-configuration", "c.yaml", "cpu", Fuzz.LONG_OF_COMMANDS);
    run("train-configuration", "c.yaml", "nd4j", Fuzz.LONG_OF_COMMANDS);
  }
}
