package kleiber.analysis.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import kleiber.analysis.anneal.LoggedRun;
import kleiber.analysis.anneal.Rates;
import kleiber.core.random.SeededStream;
import org.junit.jupiter.api.Test;

class CriticalBatchFitTest {
  private static final double STAR = 5e4;
  private static final double ALPHA = 0.25;
  private static final double[] BATCHES = {512, 1024, 2048, 4096, 8192, 16384, 32768};
  private static final double[] SIZES = {5e4, 1e5};
  private static final List<Double> TARGETS = List.of(2.4, 2.2, 2.0);

  /** B_crit, in tokens. */
  private static double critical(double loss) {
    return STAR * Math.pow(loss, -1 / ALPHA);
  }

  /** S_min of a loss: larger models need fewer steps. */
  private static double least(double n, double loss) {
    return 300 * Math.pow(n / 5e4, -0.2) * Math.pow((loss - 1.2) / 0.8, -1.5);
  }

  private static double steps(double n, double batch, double loss) {
    return least(n, loss) * (1 + critical(loss) / batch);
  }

  /** A run whose loss falls as the hyperbolas say, all steps off by a factor. */
  private static LoggedRun run(double n, double batch, double off, double rate) {
    List<LoggedRun.Loss> losses = new ArrayList<>();
    for (double loss = 3; loss > 1.95; loss -= 0.01) {
      losses.add(new LoggedRun.Loss(off * steps(n, batch, loss), loss, LoggedRun.Kind.WHOLE));
    }
    Rates rates = new Rates(new double[] {1, 10, 1e6}, new double[] {rate / 10, rate, rate});
    return new LoggedRun("n" + n + "-b" + batch + "-" + rate, n, batch, rates, losses);
  }

  private static List<LoggedRun> ladder(double noise, long seed) {
    SeededStream random = SeededStream.of(seed, "runs");
    List<LoggedRun> runs = new ArrayList<>();
    for (double n : SIZES) {
      for (double batch : BATCHES) {
        double off = Math.exp(noise * random.normal(runs.size()));
        runs.add(run(n, batch, off, 1e-3));
      }
    }
    return runs;
  }

  private static CriticalBatches fit(List<LoggedRun> runs, int draws) {
    return CriticalBatchFit.of(CriticalBatchFit.ladders(runs, TARGETS), 0.9, draws, 1);
  }

  @Test
  void whatRunsFollowIsFound() {
    CriticalBatches all = fit(ladder(0, 1), 50);
    assertThat(all.found()).hasSize(6);
    for (CriticalBatches.Found found : all.found()) {
      double loss = found.ladder().target();
      assertThat(found.batch().value()).isCloseTo(critical(loss), within(0.01 * critical(loss)));
      double steps = least(found.ladder().n(), loss);
      assertThat(found.minSteps().value()).isCloseTo(steps, within(0.01 * steps));
      assertThat(found.minTokens().value())
          .isCloseTo(steps * critical(loss), within(0.01 * steps * critical(loss)));
    }
    assertThat(all.law().alpha().value()).isCloseTo(ALPHA, within(0.01));
    assertThat(all.law().star().value()).isCloseTo(STAR, within(0.05 * STAR));
    assertThat(all.bySize().value()).isCloseTo(0, within(0.01));
    assertThat(all.unfitted()).isEmpty();
  }

  @Test
  void intervalsHoldTheTruthAboutAsOftenAsTheySay() {
    int alphas = 0;
    int sizes = 0;
    int batches = 0;
    for (int seed = 0; seed < 60; seed++) {
      CriticalBatches all = fit(ladder(0.08, seed), 200);
      alphas += all.law().alpha().interval().contains(ALPHA) ? 1 : 0;
      sizes += all.bySize().interval().contains(0) ? 1 : 0;
      batches += all.found().get(2).batch().interval().contains(critical(2.0)) ? 1 : 0;
    }
    assertThat(alphas).as("of 60 at 90 %%").isBetween(48, 59);
    assertThat(sizes).as("of 60 at 90 %%").isBetween(48, 59);
    assertThat(batches).as("of 60 at 90 %%").isBetween(48, 59);
  }

  @Test
  void theQuickestRateOfABatchCountsAndIsMarkedAtTheEdge() {
    List<LoggedRun> runs =
        List.of(
            run(1e5, 1024, 1.3, 1e-3),
            run(1e5, 1024, 1.0, 2e-3),
            run(1e5, 1024, 1.2, 4e-3),
            run(1e5, 2048, 1.0, 4e-3),
            run(1e5, 2048, 1.1, 2e-3));
    Ladder ladder = Ladder.of(runs, 2.0);
    assertThat(ladder.reached()).extracting(Ladder.Reached::rate).containsExactly(2e-3, 4e-3);
    assertThat(ladder.reached()).extracting(Ladder.Reached::edge).containsExactly(false, true);
    assertThat(ladder.reached().get(0).steps())
        .isCloseTo(steps(1e5, 1024, 2.0), within(1e-3 * steps(1e5, 1024, 2.0)));
  }

  @Test
  void whatNoRunReachesIsMissedAndNotFitted() {
    List<LoggedRun> runs = ladder(0, 1);
    List<Ladder> ladders = CriticalBatchFit.ladders(runs, List.of(1.5, 2.0));
    CriticalBatches all = CriticalBatchFit.of(ladders, 0.9, 20, 1);
    assertThat(all.unfitted()).extracting(Ladder::target).containsExactly(1.5, 1.5);
    assertThat(all.unfitted().get(0).missed()).hasSize(BATCHES.length);
    assertThat(all.law()).as("one target says nothing of the loss").isNull();
    assertThat(CriticalBatchFit.ladders(runs, List.of()))
        .as("targets that all batches reach")
        .allMatch(ladder -> ladder.missed().isEmpty());
  }
}
