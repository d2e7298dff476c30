package kleiber.record.expectation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeviationWatchTest {
  private static final int STEPS = 2000;
  private static final long FROM = 101;
  private static final double BATCH = 0.045;
  private static final double RUN = 0.007;

  private static Expectation expectation() {
    double[] logs = new double[STEPS];
    double[] sds = new double[STEPS];
    Arrays.fill(sds, RUN);
    for (int i = 0; i < STEPS; i++) {
      logs[i] = Math.log(1.5 + 3 / Math.sqrt(i + 1));
    }
    return new Expectation(FROM, logs, BATCH, sds, List.of());
  }

  /** The step of the warning about a run whose losses are beside the law; 0 for none. */
  private static long warned(Random random, double beside, long firstStep) {
    Expectation expectation = expectation();
    DeviationWatch watch = new DeviationWatch(expectation);
    double run = RUN * random.nextGaussian();
    long warned = 0;
    int times = 0;
    for (long step = firstStep; step <= STEPS; step++) {
      double log = expectation.logLosses()[(int) step - 1] + run + beside;
      watch.loss(step, Math.exp(log + BATCH * random.nextGaussian()));
      if (watch.firstOutside().isPresent()) {
        warned = step;
        times++;
      }
    }
    assertThat(times).isLessThanOrEqualTo(1);
    return warned;
  }

  @Test
  void atMostOneCleanRunOfTwentyIsWarnedOf() {
    Random random = new Random(3);
    int alarms = 0;
    for (int run = 0; run < 400; run++) {
      alarms += warned(random, 0, 1) > 0 ? 1 : 0;
    }
    assertThat(alarms).isLessThanOrEqualTo(20);
  }

  @Test
  void aLossATenthTooHighIsNoticedWithinFiftyStepsOfTheBand() {
    Random random = new Random(4);
    for (int run = 0; run < 100; run++) {
      assertThat(warned(random, 0.1, 1)).isBetween(FROM, FROM + 49);
      assertThat(warned(random, 0.1, 700)).isBetween(700L, 749L);
    }
  }

  @Test
  void nothingIsSaidBeforeTheBandAndBeyondIt() {
    DeviationWatch watch = new DeviationWatch(expectation());
    for (long step = 1; step < FROM + DeviationWatch.STEPS - 1; step++) {
      watch.loss(step, 50);
      assertThat(watch.state()).isEmpty();
    }
    watch.loss(FROM + DeviationWatch.STEPS - 1, 50);
    assertThat(watch.state().orElseThrow().isOutside()).isTrue();
    watch.loss(STEPS + 1, 50);
    assertThat(watch.state()).isEmpty();
  }
}
