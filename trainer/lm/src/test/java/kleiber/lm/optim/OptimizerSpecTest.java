package kleiber.lm.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import kleiber.core.random.SeededStream;
import kleiber.engine.backend.Backend;
import kleiber.engine.backend.Optimizer;
import kleiber.engine.backend.UpdateSpace;
import kleiber.engine.reference.ReferenceBackend;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import kleiber.lm.model.blueprint.ParameterMap;
import kleiber.lm.model.op.Parameter;
import kleiber.lm.model.spec.Architectures;
import kleiber.lm.optim.OptimizerSpec.Decayed;
import org.junit.jupiter.api.Test;

/** Each system's order of operations, written out here once more as its own code has it. */
class OptimizerSpecTest {
  private static final int STEPS = 4;
  private static final double LR = 0.03;
  private static final ParameterMap MAP =
      ParameterMap.of(Architectures.llama(1, 2, 1, 8, 12, 6, 11).withBiases(true));

  /** One parameter element after {@link #STEPS} updates, from its start and gradients alone. */
  private interface Scalar {
    double after(double start, DoubleUnaryOperator gradientAtStep, boolean matrix);
  }

  private static float[] random(String name) {
    SeededStream stream = SeededStream.of(1, name);
    float[] values = new float[(int) MAP.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) stream.normal(i);
    }
    return values;
  }

  private static float[] train(OptimizerSpec spec) {
    try (Backend backend = new ReferenceBackend()) {
      Tensor values = backend.allocate((int) MAP.size());
      Tensor gradients = backend.allocate((int) MAP.size());
      values.set(random("p"));
      Optimizer optimizer =
          spec.bind(new UpdateSpace(backend, MAP.size(), 1), MAP, new Variable(values, gradients));
      Optimizer.Update update = new Optimizer.Update();
      for (int step = 1; step <= STEPS; step++) {
        gradients.set(random("g" + step));
        update.set(step, LR, 1);
        optimizer.parts().forEach(part -> part.apply(update));
      }
      return values.toArray();
    }
  }

  private static void assertElementwise(OptimizerSpec spec, Scalar expected) {
    float[] actual = train(spec);
    float[] start = random("p");
    float[][] gradients = new float[STEPS + 1][];
    for (int step = 1; step <= STEPS; step++) {
      gradients[step] = random("g" + step);
    }
    for (Parameter parameter : MAP.parameters()) {
      for (int i = (int) parameter.offset(); i < parameter.offset() + parameter.size(); i++) {
        int at = i;
        boolean matrix = parameter.shape().length > 1;
        assertThat((double) actual[i])
            .as("%s[%d]", parameter.name(), i - parameter.offset())
            .isCloseTo(expected.after(start[i], t -> gradients[(int) t][at], matrix), within(1e-6));
      }
    }
  }

  /** Adam's moments of one element over all steps; {@code step} is what a system does with them. */
  private static double adam(double p, DoubleUnaryOperator g, double beta2, Step step) {
    double m = 0;
    double v = 0;
    for (int t = 1; t <= STEPS; t++) {
      m = 0.9 * m + 0.1 * g.applyAsDouble(t);
      v = beta2 * v + (1 - beta2) * Math.pow(g.applyAsDouble(t), 2);
      p = step.next(t, p, m, v);
    }
    return p;
  }

  private interface Step {
    double next(int t, double p, double m, double v);
  }

  @Test
  void adamWCorrectsBothMomentsAndDecaysMatricesOnly() {
    assertElementwise(
        OptimizerSpec.adamW(LR, 0.9, 0.95, 1e-3, 0.1),
        (start, g, matrix) ->
            adam(
                start,
                g,
                0.95,
                (t, p, m, v) -> {
                  double mHat = m / (1 - Math.pow(0.9, t));
                  double vHat = v / (1 - Math.pow(0.95, t));
                  double decay = matrix ? 0.1 : 0;
                  return p - LR * (mHat / (Math.sqrt(vHat) + 1e-3) + decay * p);
                }));
  }

  @Test
  void aRolesRateIsAFactorOnItsStepAndItsDecay() {
    assertElementwise(
        new AdamW(
            LR,
            0.9,
            0.95,
            1e-3,
            0.1,
            Decayed.MATRICES,
            BiasCorrection.MOMENTS,
            new RoleRates(0.5, 0.5, 0.5, 0.5, 3),
            new Stability(1, 0)),
        (start, g, matrix) ->
            adam(
                start,
                g,
                0.95,
                (t, p, m, v) -> {
                  double mHat = m / (1 - Math.pow(0.9, t));
                  double vHat = v / (1 - Math.pow(0.95, t));
                  double lr = matrix ? 0.5 * LR : 3 * LR;
                  return p - lr * (mHat / (Math.sqrt(vHat) + 1e-3) + (matrix ? 0.1 : 0) * p);
                }));
  }

  @Test
  void aRateOfZeroHoldsARoleAsItStarted() {
    RoleRates headOnly = new RoleRates(0, 0, 0, 1, 0);
    float[] actual =
        train(
            new Adafactor(
                LR, 0, 0.8, true, 8, 1, 1e-30, 1e-3, true, headOnly, new Stability(0, 0)));
    float[] start = random("p");
    Parameter head = MAP.get("head.weight");
    for (int i = 0; i < start.length; i++) {
      boolean moves = i >= head.offset() && i < head.offset() + head.size();
      assertThat(actual[i] == start[i]).as("element %d", i).isEqualTo(!moves);
    }
  }

  @Test
  void gpt1ScalesDecayByTheCorrectedRate() {
    assertElementwise(
        new AdamW(
            LR,
            0.9,
            0.999,
            1e-3,
            0.01,
            Decayed.MATRICES,
            BiasCorrection.RATE,
            RoleRates.ONE,
            new Stability(1, 0)),
        (start, g, matrix) ->
            adam(
                start,
                g,
                0.999,
                (t, p, m, v) -> {
                  double rate = LR * Math.sqrt(1 - Math.pow(0.999, t)) / (1 - Math.pow(0.9, t));
                  double decay = matrix ? 0.01 : 0;
                  return p - rate * (m / (Math.sqrt(v) + 1e-3) + decay * p);
                }));
  }

  @Test
  void bertCorrectsNothing() {
    assertElementwise(
        new AdamW(
            LR,
            0.9,
            0.999,
            1e-6,
            0.01,
            Decayed.MATRICES,
            BiasCorrection.NONE,
            RoleRates.ONE,
            new Stability(1, 0)),
        (start, g, matrix) ->
            adam(
                start,
                g,
                0.999,
                (t, p, m, v) -> p - LR * (m / (Math.sqrt(v) + 1e-6) + (matrix ? 0.01 : 0) * p)));
  }

  @Test
  void optDecaysEveryParameter() {
    assertElementwise(
        new AdamW(
            LR,
            0.9,
            0.95,
            1e-8,
            0.1,
            Decayed.ALL,
            BiasCorrection.MOMENTS,
            RoleRates.ONE,
            new Stability(1, 0)),
        (start, g, matrix) ->
            adam(
                start,
                g,
                0.95,
                (t, p, m, v) -> {
                  double mHat = m / (1 - Math.pow(0.9, t));
                  double vHat = v / (1 - Math.pow(0.95, t));
                  return p - LR * (mHat / (Math.sqrt(vHat) + 1e-8) + 0.1 * p);
                }));
  }

  /** t5x's order: clip u, scale by RMS(W), momentum on the scaled update, decay by lr² once. */
  @Test
  void palmsAdafactorTreatsFusedProjectionsOneByOne() {
    float[] actual =
        train(
            new Adafactor(
                LR,
                0.9,
                0.8,
                false,
                128,
                1,
                1e-30,
                1e-3,
                true,
                RoleRates.ONE,
                new Stability(0, 0)));
    float[] start = random("p");
    for (Parameter tensor : MAP.separate()) {
      int size = (int) tensor.size();
      int offset = (int) tensor.offset();
      double[] p = new double[size];
      double[] v = new double[size];
      double[] m = new double[size];
      for (int i = 0; i < size; i++) {
        p[i] = start[offset + i];
      }
      for (int t = 1; t <= STEPS; t++) {
        float[] g = random("g" + t);
        double beta2 = 1 - Math.pow(t, -0.8);
        double[] u = new double[size];
        double squaresOfU = 0;
        double squaresOfP = 0;
        for (int i = 0; i < size; i++) {
          v[i] = beta2 * v[i] + (1 - beta2) * (Math.pow(g[offset + i], 2) + 1e-30);
          u[i] = g[offset + i] / Math.sqrt(v[i]);
          squaresOfU += u[i] * u[i];
          squaresOfP += p[i] * p[i];
        }
        for (int i = 0; i < size; i++) {
          double clipped = u[i] / Math.max(1, Math.sqrt(squaresOfU / size));
          double delta = LR * Math.max(1e-3, Math.sqrt(squaresOfP / size)) * clipped;
          m[i] = 0.9 * m[i] + 0.1 * delta;
          p[i] = (1 - LR * LR) * p[i] - m[i];
        }
      }
      for (int i = 0; i < size; i++) {
        assertThat((double) actual[offset + i])
            .as("%s[%d]", tensor.name(), i)
            .isCloseTo(p[i], within(1e-6));
      }
    }
    assertThat(MAP.separate().size()).isEqualTo(MAP.parameters().size() + 6);
  }

  @Test
  void adafactorRemembersRowsAndColumnsOfMatricesThatAreLargeEnough() {
    try (Backend backend = new ReferenceBackend()) {
      Tensor values = backend.allocate((int) MAP.size());
      Tensor gradients = backend.allocate((int) MAP.size());
      Adafactor spec =
          new Adafactor(
              LR, 0, 0.8, true, 8, 1, 1e-30, 1e-3, false, RoleRates.ONE, new Stability(0, 0));
      Optimizer optimizer =
          spec.bind(new UpdateSpace(backend, MAP.size(), 1), MAP, new Variable(values, gradients));
      long expected = 0;
      for (Parameter p : MAP.separate()) {
        boolean large = p.shape().length == 2 && p.shape()[0] >= 8 && p.shape()[1] >= 8;
        expected += large ? p.shape()[0] + p.shape()[1] : p.size();
      }
      assertThat(optimizer.state()).containsOnlyKeys("moment2");
      assertThat(optimizer.state().get("moment2").size()).isEqualTo(expected);
    }
  }
}
