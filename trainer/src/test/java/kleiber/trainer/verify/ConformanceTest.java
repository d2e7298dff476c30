package kleiber.trainer.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.stream.Stream;
import kleiber.trainer.kernels.Activation;
import kleiber.trainer.kernels.Adafactor;
import kleiber.trainer.kernels.AdamW;
import kleiber.trainer.kernels.CrossEntropy;
import kleiber.trainer.kernels.Op;
import kleiber.trainer.kernels.reference.ReferenceBackend;
import kleiber.trainer.kernels.reference.ReferenceTensor;
import kleiber.trainer.tensor.Backend;
import kleiber.trainer.tensor.Backends;
import kleiber.trainer.tensor.Tensor;
import kleiber.trainer.tensor.Variable;
import kleiber.trainer.verify.OpCase.Role;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every backend computes what the reference computes, and the reference's gradients are right. */
class ConformanceTest {
  /** Relative to the largest entry: float32 has 1.2e-7, sums of a few hundred lose one digit. */
  private static final double FLOAT = 1e-5;

  static Stream<OpCase> cases() {
    return OpCases.all().stream();
  }

  static Stream<Arguments> casesOnBackends() {
    return Stream.of("cpu", "nd4j")
        .flatMap(name -> OpCases.all().stream().map(c -> Arguments.of(name, c)));
  }

  private static Backend open(String name) {
    return Backends.find().open(name, "fp32", 1).backend();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void referenceGradientsMatchFiniteDifferences(OpCase opCase) {
    ReferenceBackend reference = new ReferenceBackend();
    OpCase.Bound bound = opCase.bind(reference);
    Map<String, double[]> before = new java.util.HashMap<>();
    bound.variables().forEach((n, v) -> before.put(n, doubles(v.gradient())));
    boolean inPlace = opCase.slots().size() == 1 && opCase.slots().get(0).role() == Role.OUTPUT;
    if (inPlace) {
      return; // A rotation: its gradient is its inverse, checked against the backends.
    }
    bound.op().forward();
    bound.op().backward();
    for (OpCase.Slot slot : opCase.slots()) {
      if (slot.role() == Role.OUTPUT) {
        continue;
      }
      ReferenceTensor value = (ReferenceTensor) bound.variables().get(slot.name()).value();
      double[] gradient = doubles(bound.variables().get(slot.name()).gradient());
      int stride = Math.max(1, gradient.length / 20);
      for (int i = 0; i < gradient.length; i += stride) {
        double added = slot.role() == Role.ADDED_TO ? before.get(slot.name())[i] : 0;
        double kept = value.at(i);
        double h = 1e-5;
        value.put(i, kept + h);
        double above = objective(bound);
        value.put(i, kept - h);
        double below = objective(bound);
        value.put(i, kept);
        if (!Double.isNaN(gradient[i])) {
          assertThat(gradient[i] - added)
              .as("%s[%d]", slot.name(), i)
              .isCloseTo((above - below) / (2 * h), within(1e-6 * (1 + Math.abs(gradient[i]))));
        }
      }
    }
  }

  /** Σ dy·y, whose gradient the backward pass computes; for a loss, its mean. */
  private static double objective(OpCase.Bound bound) {
    bound.op().forward();
    if (bound.op() instanceof CrossEntropy loss) {
      return loss.lossSum() / 9;
    }
    Variable y = bound.variables().get("y");
    double sum = 0;
    double[] values = doubles(y.value());
    double[] gradients = doubles(y.gradient());
    for (int i = 0; i < values.length; i++) {
      sum += values[i] * gradients[i];
    }
    return sum;
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("casesOnBackends")
  void backendsAgreeWithTheReference(String name, OpCase opCase) {
    OpCase.Bound expected = opCase.bind(new ReferenceBackend());
    try (Backend backend = open(name)) {
      OpCase.Bound actual = opCase.bind(backend);
      for (int repetition = 0; repetition < 2; repetition++) {
        expected.op().forward();
        actual.op().forward();
        expected.op().backward();
        actual.op().backward();
        if (expected.op() instanceof CrossEntropy loss) {
          assertThat(((CrossEntropy) actual.op()).lossSum())
              .isCloseTo(loss.lossSum(), within(FLOAT * loss.lossSum()));
        }
        for (OpCase.Slot slot : opCase.slots()) {
          Variable e = expected.variables().get(slot.name());
          Variable a = actual.variables().get(slot.name());
          assertClose("value of " + slot.name(), a.value(), e.value());
          assertClose("gradient of " + slot.name(), a.gradient(), e.gradient());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "nd4j"})
  void lossIsFiniteAndExactForGapsBeyondFloatExponents(String name) {
    try (Backend backend = open(name)) {
      Tensor z = backend.allocate(2, 3);
      Tensor dz = backend.allocate(2, 3);
      Tensor targets = backend.allocate(kleiber.trainer.tensor.ElementType.I32, 2);
      z.set(0, 500, -300, 0, 1000, 0);
      targets.writeInts(new int[] {0, 1});
      CrossEntropy loss = backend.kernels().crossEntropy(new Variable(z, dz), targets, 0);
      loss.forward();
      loss.backward();
      assertThat(loss.lossSum()).isCloseTo(500, within(1e-3));
      assertThat(dz.toArray()).containsExactly(-0.5f, 0.5f, 0f, 0f, 0f, 0f);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "nd4j"})
  void activationsAreRightFarFromZero(String name) {
    float[] xs = {-100, -20, -6, -2, 0, 2, 6, 20, 100};
    for (Activation f : Activation.values()) {
      try (Backend backend = open(name)) {
        Variable x = new Variable(backend.allocate(1, 9), backend.allocate(1, 9));
        Variable y = new Variable(backend.allocate(1, 9), backend.allocate(1, 9));
        x.value().set(xs);
        y.gradient().set(1, 1, 1, 1, 1, 1, 1, 1, 1);
        Op op = backend.kernels().activation(f, x, y);
        op.forward();
        op.backward();
        ReferenceBackend reference = new ReferenceBackend();
        Variable rx = new Variable(reference.allocate(1, 9), reference.allocate(1, 9));
        Variable ry = new Variable(reference.allocate(1, 9), reference.allocate(1, 9));
        rx.value().set(xs);
        ry.gradient().set(1, 1, 1, 1, 1, 1, 1, 1, 1);
        Op expected = reference.kernels().activation(f, rx, ry);
        expected.forward();
        expected.backward();
        for (int i = 0; i < xs.length; i++) {
          assertThat((double) y.value().toArray()[i])
              .as("%s(%s)", f, xs[i])
              .isCloseTo(ry.value().toArray()[i], within(1e-5 * (1 + Math.abs(xs[i]))));
          assertThat((double) x.gradient().toArray()[i])
              .as("%s'(%s)", f, xs[i])
              .isCloseTo(rx.gradient().toArray()[i], within(2e-5));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "nd4j"})
  void adamWFollowsItsFormulaAndTheNormIsExact(String name) {
    AdamW.Constants constants = new AdamW.Constants(0.9, 0.95, 1e-8);
    Backend[] backends = {new ReferenceBackend(), open(name)};
    float[][] weights = new float[2][];
    double[] squares = new double[2];
    for (int i = 0; i < 2; i++) {
      int size = 5003;
      Tensor p = backends[i].allocate(size);
      Tensor g = backends[i].allocate(size);
      Tensor m = backends[i].allocate(size);
      Tensor v = backends[i].allocate(size);
      p.set(OpCase.random("p", p));
      AdamW adamW = backends[i].kernels().adamW(constants, p, g, m, v);
      for (int step = 1; step <= 5; step++) {
        g.set(OpCase.random("g" + step, g));
        double c1 = 1 - Math.pow(0.9, step);
        double c2 = 1 - Math.pow(0.95, step);
        adamW.step(0.01, 0.1, 0.5, c1, c2);
      }
      weights[i] = p.toArray();
      squares[i] = backends[i].kernels().sumOfSquares(g).getAsDouble();
      backends[i].close();
    }
    for (int i = 0; i < weights[0].length; i++) {
      assertThat((double) weights[1][i]).isCloseTo(weights[0][i], within(3e-6));
    }
    assertThat(squares[1]).isCloseTo(squares[0], within(1e-5 * squares[0]));
  }

  static Stream<Arguments> adafactors() {
    return Stream.of("cpu", "nd4j")
        .flatMap(
            name ->
                Stream.of(
                    Arguments.of(name, 37, 21, true, 0.0),
                    Arguments.of(name, 37, 21, true, 0.9),
                    Arguments.of(name, 37, 21, false, 0.9),
                    Arguments.of(name, 2, 2, true, 0.0),
                    Arguments.of(name, 1, 333, false, 0.0)));
  }

  @ParameterizedTest(name = "{0}: {1}x{2}, factored {3}, momentum {4}")
  @MethodSource("adafactors")
  void adafactorFollowsItsFormula(
      String name, int rows, int columns, boolean factored, double momentum) {
    Adafactor.Constants constants = new Adafactor.Constants(momentum, 1e-30, 1e-3, 1);
    Backend[] backends = {new ReferenceBackend(), open(name)};
    float[][] weights = new float[2][];
    for (int i = 0; i < 2; i++) {
      Tensor p = backends[i].allocate(rows, columns);
      Tensor g = backends[i].allocate(rows, columns);
      Tensor v = backends[i].allocate(factored ? rows + columns : rows * columns);
      Tensor m = momentum > 0 ? backends[i].allocate(rows * columns) : null;
      p.set(OpCase.random("p", p));
      Adafactor adafactor = backends[i].kernels().adafactor(constants, factored, p, g, v, m);
      for (int step = 1; step <= 5; step++) {
        g.set(OpCase.random("g" + step, g));
        adafactor.step(0.1, 0.01, step == 3 ? 1e-4 : 2, 1 - Math.pow(step, -0.8));
      }
      weights[i] = p.toArray();
      backends[i].close();
    }
    for (int i = 0; i < weights[0].length; i++) {
      assertThat((double) weights[1][i]).isCloseTo(weights[0][i], within(3e-6));
    }
  }

  private static void assertClose(String what, Tensor actual, Tensor expected) {
    double[] e = doubles(expected);
    float[] a = actual.toArray();
    double largest = 1e-3;
    for (double value : e) {
      largest = Double.isNaN(value) ? largest : Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < a.length; i++) {
      if (!Double.isNaN(e[i])) {
        assertThat((double) a[i]).as("%s[%d]", what, i).isCloseTo(e[i], within(FLOAT * largest));
      }
    }
  }

  private static double[] doubles(Tensor tensor) {
    double[] values = new double[Math.toIntExact(tensor.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = ((ReferenceTensor) tensor).at(i);
    }
    return values;
  }
}
