package kleiber.app.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import kleiber.app.testing.CommandRun;
import kleiber.record.Metric;
import kleiber.record.MetricsLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Curve laws through the command line. */
class CurvesCommandTest {
  /**
   * Three runs of this program, 27 November 2026: 68,928 parameters, WordNet's bytes, 4,000 steps
   * of 4 × 128 tokens at a peak rate of 4e-3, every 40th step and every evaluation.
   */
  private String real;

  @TempDir Path folder;

  @BeforeEach
  void find() throws Exception {
    real = Path.of(getClass().getResource("/curves/wordnet-schedules.csv").toURI()).toString();
  }

  @Test
  void aCosineAndAConstantRatePredictTheEndOfAFallAfterAStablePhase() {
    CommandRun run = CommandRun.of("curves", real, "--fit", "cosine,constant");
    assertThat(run.exit()).as(run.err()).isZero();
    Matcher off = Pattern.compile("wsd +predicted .* 1\\.6730 +([-+][0-9.]+) %").matcher(run.out());
    assertThat(off.find()).as(run.out()).isTrue();
    assertThat(Double.parseDouble(off.group(1))).isCloseTo(0, within(0.5));
  }

  @Test
  void whatCannotBeFittedIsSaid() throws Exception {
    assertThat(CommandRun.of("curves", real, "--fit", "cosin").err())
        .contains("has no run \"cosin\"")
        .contains("cosine");
    assertThat(CommandRun.of("curves", real, "--law", "tissue").err())
        .contains("annealing, multi-power");
    String text = Files.readString(Path.of(real));
    Path old = Files.writeString(folder.resolve("old.csv"), text.replace(",lr,", ",rate,"));
    assertThat(CommandRun.of("curves", old.toString()).err())
        .contains("has no column lr")
        .contains("sweep collect");
    Path sizes =
        Files.writeString(folder.resolve("sizes.csv"), text.replace("wsd,68928", "wsd,70000"));
    assertThat(CommandRun.of("curves", sizes.toString()).err()).contains("one size and one batch");
    assertThat(CommandRun.of("curves", sizes.toString(), "--fit", "cosine,constant").out())
        .contains("constant")
        .doesNotContain("wsd");
  }

  private static final String CONFIG =
      """
      model: {layers: 1, heads: 2, width: 16, context: 16, init: {std: 0.2}}
      data: {corpus: {kind: synthetic, vocab: 8, tokens: 20000}}
      batch: {sequences: 4}
      horizon: {steps: 400}
      optimizer: {lr: 1e-2}
      schedule: {kind: cosine, warmupSteps: 20}
      eval: {every: 100, finalBatches: 20}
      log: {every: 2, tensorboard: false}
      backend: cpu
      threads: 1
      """;

  private CommandRun train(String out, String... more) throws Exception {
    Path config = folder.resolve("tiny.yaml");
    Files.writeString(config, CONFIG);
    List<String> words =
        new java.util.ArrayList<>(
            List.of("train", config.toString(), "--out", folder.resolve(out).toString()));
    words.addAll(Arrays.asList(more));
    return CommandRun.of(words.toArray(String[]::new));
  }

  private String rows(String run, long params) {
    return MetricsLog.read(folder.resolve(run).resolve("metrics.jsonl")).stream()
        .filter(metric -> metric instanceof Metric.Step)
        .map(metric -> (Metric.Step) metric)
        .map(
            step ->
                String.join(
                    ",",
                    run,
                    Long.toString(params),
                    Long.toString(step.step()),
                    Long.toString(step.tokens()),
                    Double.toString(step.lossNats()),
                    "train",
                    Double.toString(step.lr())))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  @Test
  void aRunWithTenTimesTheRateIsWarnedOfAndACleanOneIsNot() throws Exception {
    CommandRun cosine = train("cosine");
    assertThat(cosine.exit()).as(cosine.err()).isZero();
    train("constant", "--set", "schedule.kind=constant");
    Matcher params = Pattern.compile("([0-9,]+) parameters").matcher(cosine.out());
    assertThat(params.find()).isTrue();
    long n = Long.parseLong(params.group(1).replace(",", ""));
    Path curves =
        Files.writeString(
            folder.resolve("curves.csv"),
            "id,totalParams,step,tokens,lossNats,kind,lr\n"
                + rows("cosine", n)
                + rows("constant", n));
    String fit = folder.resolve("fit.json").toString();
    CommandRun fitted = CommandRun.of("curves", curves.toString(), "--out", fit);
    assertThat(fitted.exit()).as(fitted.err()).isZero();

    CommandRun clean = train("clean", "--expect", fit, "--set", "seed=5");
    assertThat(clean.exit()).as(clean.err()).isZero();
    assertThat(clean.err()).isEmpty();
    assertThat(clean.out()).contains("from step 65 on").contains("expected");

    CommandRun high = train("high", "--expect", fit, "--set", "optimizer.lr=1e-1");
    assertThat(high.exit()).isZero();
    assertThat(high.out()).contains("the learning rate peaks at 0.100");
    Matcher warned = Pattern.compile("deviates .* at step ([0-9]+),").matcher(high.err());
    assertThat(warned.results().count()).as(high.err()).isEqualTo(1);
    warned.reset();
    assertThat(warned.find()).isTrue();
    assertThat(Integer.parseInt(warned.group(1))).isLessThanOrEqualTo(90);

    assertThat(train("wider", "--expect", fit, "--set", "model.width=32").err())
        .contains("fit runs like this one");
    Path other = Files.writeString(folder.resolve("other.json"), "{\"schemaVersion\": 1}");
    assertThat(train("none", "--expect", other.toString()).err()).contains("no fit of a curve law");
  }
}
