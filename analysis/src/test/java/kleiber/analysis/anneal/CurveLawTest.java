package kleiber.analysis.anneal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CurveLawTest {
  private static final int STEPS = 120;
  private static final int WARMUP = 20;
  private static final CurveLaw.Scale SCALE = new CurveLaw.Scale(0.5, 0.01);

  static List<CurveLaw> laws() {
    return CurveLaw.all();
  }

  /** A cosine to a tenth, rate by rate, so that nothing is gathered. */
  private static double[] cosine() {
    return IntStream.rangeClosed(1, STEPS)
        .mapToDouble(
            t ->
                t <= WARMUP
                    ? 0.01 * t / WARMUP
                    : 0.01
                        * (0.1 + 0.45 * (1 + Math.cos(Math.PI * (t - WARMUP) / (STEPS - WARMUP)))))
        .toArray();
  }

  /** Losses by the letter of each paper, with sums over every step. */
  private static double published(CurveLaw law, double[] q, double[] rates, int step) {
    double s1 = 0;
    double s2 = 0;
    double momentum = 0;
    double drop = 0;
    for (int i = 1; i <= step; i++) {
      s1 += rates[i - 1];
      double fall = i > WARMUP ? rates[i - 2] - rates[i - 1] : 0;
      momentum = q[4] * momentum + fall;
      s2 += momentum;
    }
    if (law instanceof AnnealingArea) {
      drop = q[3] * s2;
    } else {
      double since = 0;
      for (int k = step; k > WARMUP; k--) {
        since += rates[k - 1];
        double x = q[4] * Math.pow(rates[k - 1], -q[6]) * since;
        drop += q[3] * (rates[k - 2] - rates[k - 1]) * (1 - Math.pow(1 + x, -q[5]));
      }
    }
    return q[0] + q[1] * Math.pow(s1, -q[2]) - drop;
  }

  private static double[] p(CurveLaw law) {
    return law instanceof AnnealingArea
        ? new double[] {Math.log(1.4), Math.log(0.9), 0.4, Math.log(0.2), Math.log(40)}
        : new double[] {
          Math.log(1.4), Math.log(0.9), 0.4, Math.log(0.3), Math.log(0.05), Math.log(0.6), 0.6
        };
  }

  @ParameterizedTest
  @MethodSource("laws")
  void lossesAreThoseOfThePublishedFormula(CurveLaw law) {
    double[] rates = cosine();
    Rates schedule = Rates.ofEveryStep(rates);
    double[] p = p(law);
    double[] published = law.published(p, SCALE);
    for (int step = WARMUP + 1; step <= STEPS; step += 9) {
      double loss = Math.exp(law.logLoss(p, SCALE, schedule, step, new double[p.length]));
      assertThat(loss)
          .as(law.id() + " at " + step)
          .isCloseTo(published(law, published, rates, step), within(1e-12));
    }
  }

  @ParameterizedTest
  @MethodSource("laws")
  void gradientsAreThoseOfFiniteDifferences(CurveLaw law) {
    Rates schedule = Rates.ofEveryStep(cosine());
    Random random = new Random(7);
    for (int trial = 0; trial < 20; trial++) {
      double[] p = p(law);
      for (int j = 0; j < p.length; j++) {
        p[j] += 0.3 * random.nextGaussian();
      }
      double step = WARMUP + 1 + random.nextInt(STEPS - WARMUP);
      double[] gradient = new double[p.length];
      law.logLoss(p, SCALE, schedule, step, gradient);
      for (int j = 0; j < p.length; j++) {
        double h = 1e-6;
        double[] scratch = new double[p.length];
        double[] moved = p.clone();
        moved[j] = p[j] + h;
        double above = law.logLoss(moved, SCALE, schedule, step, scratch);
        moved[j] = p[j] - h;
        double below = law.logLoss(moved, SCALE, schedule, step, scratch);
        assertThat(gradient[j])
            .as(law.id() + " " + law.parameters().get(j))
            .isCloseTo((above - below) / (2 * h), within(1e-8));
      }
    }
  }

  @Test
  void theAreaIsTheSumOfTheRatesOfAllSteps() {
    double[] rates = cosine();
    Rates schedule = Rates.ofEveryStep(rates);
    double sum = 0;
    for (int step = 1; step <= STEPS; step++) {
      sum += rates[step - 1];
      assertThat(schedule.area(step)).isCloseTo(sum, within(1e-12));
    }
    assertThat(schedule.warmup()).isEqualTo(WARMUP);
  }
}
