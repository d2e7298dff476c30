package kleiber.engine.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import kleiber.engine.backend.Backend;
import kleiber.engine.backend.Backends;
import kleiber.engine.reference.ReferenceBackend;
import kleiber.engine.reference.ReferenceTensor;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import kleiber.engine.testing.UsableBackend;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cpu backend with matrix products in bf16, where the processor has them. */
class Bf16Test {
  /** Of the largest entry: bf16 rounds each factor by up to 2⁻⁹, and a product has two. */
  private static final double ROUNDING = 1.5e-2;

  /** The least an entry counts for: inputs are unit normals, whose products may cancel. */
  private static final double LEAST = 0.1;

  @BeforeAll
  static void requireBf16() {
    UsableBackend.requireBf16();
  }

  static Stream<OpCase> cases() {
    return OpCases.all().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void kernelsStayWithinTheRoundingOfTheirProducts(OpCase opCase) {
    OpCase.Bound expected = opCase.bind(new ReferenceBackend());
    try (Backend backend = Backends.find().open("cpu", "bf16", 1).backend()) {
      OpCase.Bound actual = opCase.bind(backend);
      expected.op().forward();
      actual.op().forward();
      expected.op().backward();
      actual.op().backward();
      for (OpCase.Slot slot : opCase.slots()) {
        Variable e = expected.variables().get(slot.name());
        Variable a = actual.variables().get(slot.name());
        assertClose("value of " + slot.name(), a.value(), e.value());
        assertClose("gradient of " + slot.name(), a.gradient(), e.gradient());
      }
    }
  }

  private static void assertClose(String what, Tensor actual, Tensor expected) {
    ReferenceTensor reference = (ReferenceTensor) expected;
    float[] values = actual.toArray();
    double largest = LEAST;
    for (int i = 0; i < values.length; i++) {
      double value = Math.abs(reference.at(i));
      largest = Double.isNaN(value) ? largest : Math.max(largest, value);
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isNaN(reference.at(i))) {
        assertThat((double) values[i])
            .as("%s[%d]", what, i)
            .isCloseTo(reference.at(i), within(ROUNDING * largest));
      }
    }
  }
}
