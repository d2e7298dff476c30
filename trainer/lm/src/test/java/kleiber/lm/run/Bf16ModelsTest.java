package kleiber.lm.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import kleiber.engine.backend.Backend;
import kleiber.engine.backend.Backends;
import kleiber.engine.testing.UsableBackend;
import kleiber.lm.batch.Batch;
import kleiber.lm.model.Initializer;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.optim.OptimizerSpec;
import kleiber.lm.testing.ModelCases;
import kleiber.lm.training.TrainingModel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole models with products, and what only they read, in bf16. */
class Bf16ModelsTest {
  private static final OptimizerSpec OPTIMIZER = OptimizerSpec.adamW(1e-3, 0.9, 0.95, 1e-8, 0.1);

  @BeforeAll
  static void requireBf16() {
    UsableBackend.requireBf16();
  }

  static Stream<Arguments> models() {
    return ModelCases.all().entrySet().stream()
        .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
  }

  /** Rounding is by up to 2⁻⁹ of every factor, and the errors of a model's products add up. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void theGradientIsThatOfFp32WithinTwoPercent(String name, ModelSpec spec) {
    Result single = backward(spec, "fp32");
    Result half = backward(spec, "bf16");
    assertThat(half.loss).isCloseTo(single.loss, within(1e-3 * single.loss));
    double squares = 0;
    double errors = 0;
    for (int i = 0; i < single.gradients.length; i++) {
      squares += Math.pow(single.gradients[i], 2);
      errors += Math.pow(half.gradients[i] - single.gradients[i], 2);
    }
    assertThat(Math.sqrt(errors)).isBetween(1e-6, 0.02 * Math.sqrt(squares));
  }

  private record Result(double loss, float[] gradients) {}

  private static Result backward(ModelSpec spec, String precision) {
    Batch batch = ModelCases.batch(spec);
    try (Backend backend = Backends.find().open("cpu", precision, 1).backend();
        TrainingModel training =
            new TrainingModel(spec, backend, batch.layout(), batch.sequences(), OPTIMIZER, 11)) {
      Initializer.initialize(training.map(), training.values(), 5);
      double loss = training.backward(List.of(batch));
      return new Result(loss, training.gradients().toArray());
    }
  }
}
