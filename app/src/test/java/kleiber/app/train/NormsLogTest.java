package kleiber.app.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import kleiber.app.testing.CommandRun;
import kleiber.record.Metric;
import kleiber.record.MetricsLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code log.norms} writes down. */
class NormsLogTest {
  private static final int STEPS = 6;

  private static final String CONFIG =
      """
      model: {layers: 2, heads: 2, width: 16, context: 16}
      data: {corpus: {kind: synthetic, vocab: 8, tokens: 20000}, validationFraction: 0}
      batch: {sequences: 4}
      horizon: {steps: 6}
      optimizer: {lr: 1e-2}
      backend: cpu
      precision: fp32
      threads: 1
      log: {every: 1, tensorboard: false}
      """;

  @TempDir Path folder;
  private Path config;

  @BeforeEach
  void writeConfig() throws Exception {
    config = Files.writeString(folder.resolve("norms.yaml"), CONFIG);
  }

  private Path train(String out, String setting) {
    Path run = folder.resolve(out);
    CommandRun trained =
        CommandRun.of("train", config.toString(), "--out", run.toString(), "--set", setting);
    assertThat(trained.exit()).as(trained.out() + trained.err()).isZero();
    return run;
  }

  private static <T extends Metric> List<T> lines(Path run, Class<T> type) {
    return MetricsLog.read(run.resolve("metrics.jsonl")).stream()
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  private static byte[] weights(Path run) throws Exception {
    return Files.readAllBytes(
        run.resolve("checkpoints").resolve("step-000000000" + STEPS).resolve("weights.bin"));
  }

  @Test
  void whatIsTrainedIsTheSameAndGradientsOfAllRolesMakeUpTheWhole() throws Exception {
    Path without = train("without", "log.norms=0");
    Path with = train("with", "log.norms=2");
    assertThat(weights(with)).isEqualTo(weights(without));
    assertThat(lines(without, Metric.Norms.class)).isEmpty();
    List<Metric.Norms> norms = lines(with, Metric.Norms.class);
    assertThat(norms).extracting(Metric.Norms::step).containsExactly(2L, 4L, 6L);
    List<Metric.Step> steps = lines(with, Metric.Step.class);
    for (Metric.Norms each : norms) {
      double whole = steps.get((int) each.step() - 1).gradNorm();
      assertThat(whole(each.gradNorm())).isCloseTo(whole, within(1e-5 * whole));
      assertThat(each.updateNorm()).containsOnlyKeys(each.gradNorm().keySet());
      assertThat(each.attentionLogitMax()).hasSize(2);
      // At first all 8 tokens are nearly as likely: logsumexp is not far from ln 8.
      assertThat(each.logSumExpMax()).isBetween(1.9, 3.5);
    }
  }

  /** Queries and keys of gains near 1 have √8 at most, and scores are divided by √8. */
  @Test
  void normedQueriesAndKeysKeepAttentionLogitsBelowTheRootOfTheHeadWidth() {
    CommandRun more =
        CommandRun.of(
            "train",
            config.toString(),
            "--out",
            folder.resolve("logged").toString(),
            "--set",
            "model.qkNorm=true",
            "--set",
            "log.norms=1");
    assertThat(more.exit()).as(more.err()).isZero();
    for (Metric.Norms each : lines(folder.resolve("logged"), Metric.Norms.class)) {
      assertThat(each.attentionLogitMax())
          .allSatisfy(max -> assertThat(max).isBetween(0.5, 1.2 * Math.sqrt(8)));
    }
  }

  @Test
  void anEncoderIsRefusedInWords() {
    CommandRun refused =
        CommandRun.of(
            "train",
            config.toString(),
            "--set",
            "model.family=encoder",
            "--set",
            "objective.kind=masked",
            "--set",
            "log.norms=2");
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("log.norms looks into decoders alone");
  }

  private static double whole(Map<String, Double> norms) {
    return Math.sqrt(norms.values().stream().mapToDouble(norm -> norm * norm).sum());
  }
}
