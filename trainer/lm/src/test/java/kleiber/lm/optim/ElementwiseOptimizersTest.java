package kleiber.lm.optim;

import static kleiber.lm.optim.OptimizerTrial.MAP;
import static kleiber.lm.optim.OptimizerTrial.STEPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import kleiber.engine.reference.ReferenceBackend;
import kleiber.lm.model.op.Parameter;
import kleiber.lm.optim.OptimizerSpec.Decayed;
import org.junit.jupiter.api.Test;

/** Twenty steps of optimisers that move every element by itself, as their papers write them. */
class ElementwiseOptimizersTest {
  /** Float32 has 1.2e-7; entries are of size 1 to 4 and move twenty times. */
  private static final double FLOAT = 3e-6;

  private static final Stability CLIPPED = new Stability(1, 0);

  /** One element's value after all steps. */
  private interface Formula {
    double after(double start, double[] gradients, double[] rates, double decay);
  }

  private static double[] expected(double weightDecay, Decayed decayed, Formula formula) {
    double[] p = OptimizerTrial.start();
    double[][] g = new double[STEPS][];
    double[] rates = new double[STEPS];
    for (int t = 0; t < STEPS; t++) {
      g[t] = OptimizerTrial.gradient(t + 1);
      rates[t] = OptimizerTrial.rate(t + 1);
    }
    for (Parameter parameter : MAP.parameters()) {
      boolean decays = decayed == Decayed.ALL || parameter.shape().length > 1;
      for (int i = (int) parameter.offset(); i < parameter.offset() + parameter.size(); i++) {
        double[] own = new double[STEPS];
        for (int t = 0; t < STEPS; t++) {
          own[t] = g[t][i];
        }
        p[i] = formula.after(p[i], own, rates, decays ? weightDecay : 0);
      }
    }
    return p;
  }

  @Test
  void lionStepsBySignsOfTheInterpolatedMomentum() {
    double[] expected =
        expected(
            0.3,
            Decayed.MATRICES,
            (start, g, rates, decay) -> {
              double p = start;
              double m = 0;
              for (int t = 0; t < STEPS; t++) {
                double c = 0.9 * m + (1 - 0.9) * g[t];
                p = p - rates[t] * (Math.signum(c) + decay * p);
                m = 0.99 * m + (1 - 0.99) * g[t];
              }
              return p;
            });
    OptimizerTrial.assertComesTo(
        new Lion(1, 0.9, 0.99, 0.3, Decayed.MATRICES, RoleRates.ONE, CLIPPED), expected, FLOAT);
  }

  @Test
  void sgdFollowsItsMomentumAndDecaysApart() {
    double[] expected =
        expected(
            0.2,
            Decayed.ALL,
            (start, g, rates, decay) -> {
              double p = start;
              double m = 0;
              for (int t = 0; t < STEPS; t++) {
                m = 0.9 * m + g[t];
                p = p - rates[t] * (m + decay * p);
              }
              return p;
            });
    OptimizerTrial.assertComesTo(
        new Sgd(1, 0.9, false, 0.2, Decayed.ALL, RoleRates.ONE, CLIPPED), expected, FLOAT);
  }

  @Test
  void nesterovsMomentumLooksAhead() {
    double[] expected =
        expected(
            0,
            Decayed.MATRICES,
            (start, g, rates, decay) -> {
              double p = start;
              double m = 0;
              for (int t = 0; t < STEPS; t++) {
                m = 0.9 * m + g[t];
                p = p - rates[t] * (g[t] + 0.9 * m);
              }
              return p;
            });
    OptimizerTrial.assertComesTo(
        new Sgd(1, 0.9, true, 0, Decayed.MATRICES, RoleRates.ONE, CLIPPED), expected, FLOAT);
  }

  @Test
  void sgdWithoutMomentumRemembersNothing() {
    Sgd plain = new Sgd(1, 0, false, 0.1, Decayed.MATRICES, RoleRates.ONE, CLIPPED);
    double[] expected =
        expected(
            0.1,
            Decayed.MATRICES,
            (start, g, rates, decay) -> {
              double p = start;
              for (int t = 0; t < STEPS; t++) {
                p = p - rates[t] * (g[t] + decay * p);
              }
              return p;
            });
    OptimizerTrial.assertComesTo(plain, expected, FLOAT);
  }

  @Test
  void scheduleFreeAdamWTrainsAtAMixtureOfIterateAndAverage() {
    ScheduleFreeAdamW spec =
        new ScheduleFreeAdamW(1, 0.9, 0.95, 1e-3, 0.1, Decayed.MATRICES, RoleRates.ONE, CLIPPED);
    OptimizerTrial.assertComesTo(spec, scheduleFree(true), FLOAT);
    try (ReferenceBackend backend = new ReferenceBackend()) {
      float[] evaluated = OptimizerTrial.evaluated(spec, backend);
      double[] average = scheduleFree(false);
      for (int i = 0; i < average.length; i++) {
        assertThat((double) evaluated[i]).isCloseTo(average[i], within(1e-6));
      }
    }
  }

  /** y, or x. */
  private static double[] scheduleFree(boolean trained) {
    return expected(
        0.1,
        Decayed.MATRICES,
        (start, g, rates, decay) -> {
          double x = start;
          double y = start;
          double z = start;
          double v = 0;
          double sum = 0;
          for (int t = 0; t < STEPS; t++) {
            v = 0.95 * v + 0.05 * g[t] * g[t];
            double gamma = rates[t] * Math.sqrt(1 - Math.pow(0.95, t + 1));
            z = z - gamma * g[t] / (Math.sqrt(v) + 1e-3) - gamma * decay * y;
            sum += gamma * gamma;
            double c = gamma * gamma / sum;
            x = (1 - c) * x + c * z;
            y = (1 - 0.9) * z + 0.9 * x;
          }
          return trained ? y : x;
        });
  }
}
