package kleiber.engine.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.stream.Stream;
import kleiber.core.random.SeededStream;
import kleiber.engine.backend.Backend;
import kleiber.engine.claims.OpCase.Role;
import kleiber.engine.kernels.CrossEntropy;
import kleiber.engine.reference.ReferenceBackend;
import kleiber.engine.reference.ReferenceTensor;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import kleiber.engine.testing.UsableBackend;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every backend holds to all claims about kernels, and the reference's gradients are right. */
class ConformanceTest {
  static Stream<OpCase> cases() {
    return OpCases.all().stream();
  }

  static Stream<Arguments> claims() {
    return Stream.of("cpu", "nd4j")
        .flatMap(backend -> KernelClaims.all().stream().map(c -> Arguments.of(backend, c)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("claims")
  void backendsHoldToTheClaims(String name, Claim claim) {
    try (Backend backend = UsableBackend.open(name, 1)) {
      Deviation deviation = claim.on(backend);
      assertThat(deviation.within(1)).as("%s", deviation).isTrue();
    }
  }

  /** Along one direction a slot, in which each of its entries goes up or down. */
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
      SeededStream signs = SeededStream.of(1, slot.name());
      double[] direction = new double[gradient.length];
      double expected = 0;
      for (int i = 0; i < gradient.length; i++) {
        if (!Double.isNaN(gradient[i])) {
          direction[i] = signs.below(i, 2) == 0 ? 1 : -1;
          double added = slot.role() == Role.ADDED_TO ? before.get(slot.name())[i] : 0;
          expected += direction[i] * (gradient[i] - added);
        }
      }
      double[] kept = doubles(value);
      double h = 1e-5;
      double above = objective(bound, value, kept, direction, h);
      double below = objective(bound, value, kept, direction, -h);
      move(value, kept, direction, 0);
      assertThat(expected)
          .as(slot.name())
          .isCloseTo((above - below) / (2 * h), within(1e-6 * (1 + Math.abs(expected))));
    }
  }

  private static void move(ReferenceTensor value, double[] from, double[] direction, double step) {
    for (int i = 0; i < from.length; i++) {
      value.put(i, from[i] + step * direction[i]);
    }
  }

  private static double objective(
      OpCase.Bound bound, ReferenceTensor value, double[] from, double[] direction, double step) {
    move(value, from, direction, step);
    return objective(bound);
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

  private static double[] doubles(Tensor tensor) {
    return ((ReferenceTensor) tensor).toDoubles();
  }
}
