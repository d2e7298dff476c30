package kleiber.analysis.anneal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws are given back by runs that follow them. */
class CurveFitterTest {
  private static final CurveLaw.Scale SCALE = new CurveLaw.Scale(4, 0.004);
  private static final int WARMUP = 100;

  /** The training loss lies this much above the validation loss, in its logarithm. */
  private static final double BESIDE = 0.02;

  static List<CurveLaw> laws() {
    return CurveLaw.all();
  }

  private static double[] truth(CurveLaw law) {
    return law instanceof AnnealingArea
        ? new double[] {Math.log(1.5), Math.log(0.5), 0.35, Math.log(0.2), Math.log(300)}
        : new double[] {
          Math.log(1.5), Math.log(0.5), 0.35, Math.log(0.3), Math.log(0.05), Math.log(0.59), 0.645
        };
  }

  private static double cosine(int step, int steps) {
    double part = (step - WARMUP) / (double) (steps - WARMUP);
    return 0.004 * (0.1 + 0.45 * (1 + Math.cos(Math.PI * part)));
  }

  private static double stableThenLine(int step) {
    return step <= 3200 ? 0.004 : 0.004 * (4000 - step) / 800.0;
  }

  /** A run that follows a law: a noisy batch every 20 steps, an evaluation every 400. */
  private static LoggedRun run(
      CurveLaw law, String id, int steps, IntToDoubleFunction rate, Random random) {
    double[] rates = new double[steps];
    for (int i = 0; i < steps; i++) {
      rates[i] = i < WARMUP ? 0.004 * (i + 1) / WARMUP : rate.applyAsDouble(i + 1);
    }
    Rates schedule = Rates.ofEveryStep(rates);
    List<LoggedRun.Loss> losses = new ArrayList<>();
    double[] scratch = new double[law.size()];
    for (int step = 20; step <= steps; step += 20) {
      double log = law.logLoss(truth(law), SCALE, schedule, step, scratch);
      double batch = Math.exp(log + BESIDE + 0.04 * random.nextGaussian());
      losses.add(new LoggedRun.Loss(step, batch, LoggedRun.Kind.BATCH));
      if (step % 400 == 0) {
        double whole = Math.exp(log + 0.001 * random.nextGaussian());
        losses.add(new LoggedRun.Loss(step, whole, LoggedRun.Kind.WHOLE));
      }
    }
    return new LoggedRun(id, 1e5, 512, schedule, losses);
  }

  @ParameterizedTest
  @MethodSource("laws")
  void cosinesAndAConstantRateGiveTheLawBackAndPredictAFallAfterAStablePhase(CurveLaw law) {
    Random random = new Random(5);
    List<LoggedRun> runs =
        List.of(
            run(law, "short", 2000, step -> cosine(step, 2000), random),
            run(law, "cosine", 4000, step -> cosine(step, 4000), random),
            run(law, "constant", 4000, step -> 0.004, random));
    CurveFit fit = CurveFitter.fit(law, runs);
    double[] truth = law.published(truth(law), SCALE);
    assertThat(fit.parameters().get("L0")).isCloseTo(truth[0], within(0.05));
    assertThat(fit.parameters().get("alpha")).isCloseTo(truth[2], within(0.05));
    assertThat(fit.offsets().get(LoggedRun.Kind.BATCH)).isCloseTo(BESIDE, within(0.006));
    assertThat(fit.noise().get(LoggedRun.Kind.BATCH)).isCloseTo(0.04, within(0.006));
    if (law instanceof AnnealingArea) {
      assertThat(fit.parameters().get("lambda")).isCloseTo(truth[4], within(5e-4));
      assertThat(fit.parameters().get("C")).isCloseTo(truth[3], within(0.1 * truth[3]));
    }
    LoggedRun stable = run(law, "stable", 4000, CurveFitterTest::stableThenLine, random);
    double measured = stable.end().nats();
    assertThat(fit.predict(stable.rates(), 4000).loss())
        .isCloseTo(measured, within(0.005 * measured));
  }

  @Test
  void aRunOfBatchesAloneIsPredictedAsItsBatches() {
    CurveLaw law = new AnnealingArea();
    Random random = new Random(6);
    List<LoggedRun> runs = new ArrayList<>();
    for (LoggedRun run :
        List.of(
            run(law, "cosine", 4000, step -> cosine(step, 4000), random),
            run(law, "constant", 4000, step -> 0.004, random))) {
      List<LoggedRun.Loss> batches =
          run.losses().stream().filter(l -> l.kind() == LoggedRun.Kind.BATCH).toList();
      runs.add(new LoggedRun(run.id(), run.n(), run.tokensPerStep(), run.rates(), batches));
    }
    CurveFit fit = CurveFitter.fit(law, runs);
    assertThat(fit.offsets()).isEmpty();
    Rates cosine = runs.get(0).rates();
    double log = law.logLoss(truth(law), SCALE, cosine, 4000, new double[law.size()]);
    double expected = Math.exp(log + BESIDE);
    assertThat(fit.predict(cosine, 4000).loss()).isCloseTo(expected, within(0.01 * expected));
  }
}
