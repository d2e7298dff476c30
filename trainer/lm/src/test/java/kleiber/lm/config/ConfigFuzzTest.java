package kleiber.lm.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kleiber.core.schema.ConfigBinder;
import kleiber.core.schema.ConfigValues;
import kleiber.core.schema.Resolved;
import kleiber.core.testing.Fuzz;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hostile configurations, their {@code base} files and {@code --set}. */
class ConfigFuzzTest {
  @TempDir Path valid;

  @Test
  void everyConfigurationIsBoundOrRefusedInWords() throws IOException {
    configurations(Fuzz.SHORT);
  }

  @Test
  void everySettingIsTakenOrRefusedInWords() throws IOException {
    settings(Fuzz.SHORT);
  }

  @Test
  @Tag("long")
  void everyConfigurationIsBoundOrRefusedInWordsAtLength() throws IOException {
    configurations(Fuzz.LONG);
    settings(Fuzz.LONG);
  }

  private void configurations(int cases) throws IOException {
    Files.writeString(valid.resolve("base.yaml"), BASE);
    Files.writeString(valid.resolve("own.yaml"), OWN);
    Files.writeString(valid.resolve("masked.yaml"), MASKED);
    Files.writeString(valid.resolve("spans.yaml"), SPANS);
    Fuzz.of("config", valid, "base.yaml", "own.yaml", "masked.yaml", "spans.yaml")
        .run(cases, ConfigFuzzTest::readAll);
  }

  private static void readAll(Path folder) {
    for (String name : new String[] {"masked.yaml", "spans.yaml"}) {
      bind(ConfigValues.read(folder.resolve(name)));
    }
  }

  private void settings(int cases) throws IOException {
    Files.writeString(valid.resolve("own.yaml"), "horizon: {steps: 2}\n");
    Files.writeString(
        valid.resolve("set.txt"),
        "model.layers=3\noptimizer.lr=3e-4\ndata.corpus.kind=files\n"
            + "data.corpus.paths=[a.txt, b.txt]\ncheckpoint.at=[1, 2]\nschedule={kind: linear}\n");
    Fuzz.of("set", valid, "set.txt")
        .run(
            cases,
            folder -> {
              ConfigValues values = ConfigValues.read(folder.resolve("own.yaml"));
              new String(Files.readAllBytes(folder.resolve("set.txt")))
                  .lines()
                  .forEach(values::set);
              bind(values);
            });
  }

  /** All that is done with a configuration before there are data. */
  private static void bind(ConfigValues values) {
    ConfigBinder.Bound<TrainConfig> bound = ConfigBinder.bind(values, TrainConfig.class);
    Resolved resolved = Resolved.of(bound);
    resolved.hash();
    assertThat(resolved.toJson().toString()).isNotEmpty();
    String yaml = bound.given().toYaml();
    assertThat(ConfigValues.parse(yaml, "written").entries()).isNotEmpty();
  }

  private static final String BASE =
      """
      name: base
      seed: 3
      model: {layers: 2, heads: 2, width: 16, context: 32, activation: swiglu, norm: rms}
      data:
        corpus: {kind: files, paths: [a.txt, "*.md"], field: text}
        tokenizer: {kind: bpe, vocab: 300}
        validationFraction: 0.2
      batch: {sequences: 8, microBatch: 2, schedule: {kind: linear, from: 2, increment: 2, tokens: 1k}}
      horizon: {tokens: 1e6}
      """;

  private static final String OWN =
      """
      base: base.yaml
      name: own
      optimizer: {kind: adamw, lr: 1e-3, beta1: 0.9, weightDecay: 0.1}
      schedule: {kind: cosine, warmupSteps: 10}
      checkpoint: {every: 5, keep: 1, at: [2, 4]}
      eval: {every: 5, batches: 2}
      log: {every: 1, tensorboard: false}
      backend: cpu
      precision: fp32
      threads: 1
      """;

  private static final String MASKED =
      """
      base: [base.yaml, own.yaml]
      model: {family: encoder, normPlace: post, init: {scheme: truncated, std: 0.02}}
      objective: {kind: masked, probability: 0.15, maxWords: 3, pairs: sentence-order}
      batch: {schedule: {kind: doubling, afterSteps: [1, 2]}}
      """;

  private static final String SPANS =
      """
      base: own.yaml
      model: {family: encoder-decoder, positions: buckets, positionBuckets: 8, maxDistance: 16}
      objective: {kind: spans, meanLength: 3, sentinels: 10}
      optimizer: {kind: adafactor, lr: 0.01}
      schedule: {kind: inverse-square-root}
      """;
}
