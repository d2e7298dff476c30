package kleiber.lm.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import kleiber.core.random.SeededStream;
import kleiber.engine.backend.Backend;
import kleiber.engine.backend.Backends;
import kleiber.engine.testing.UsableBackend;
import kleiber.lm.batch.Batch;
import kleiber.lm.batch.BatchLayout;
import kleiber.lm.batch.Field;
import kleiber.lm.model.Initializer;
import kleiber.lm.model.spec.Architectures;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.optim.OptimizerSpec;
import kleiber.lm.training.TrainingModel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training on the cpu backend with matrix products in bf16, where the processor has them. */
class Bf16TrainingTest {
  private static final OptimizerSpec OPTIMIZER = OptimizerSpec.adamW(1e-3, 0.9, 0.95, 1e-8, 0.1);

  @BeforeAll
  static void requireBf16() {
    UsableBackend.requireBf16();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aModelsGradientIsThatOfFp32WithinOnePercent(int lanes) {
    Step single = step("fp32", lanes);
    Step half = step("bf16", lanes);
    assertThat(half.loss).isCloseTo(single.loss, within(1e-3 * single.loss));
    double squares = 0;
    double errors = 0;
    for (int i = 0; i < single.gradients.length; i++) {
      squares += Math.pow(single.gradients[i], 2);
      errors += Math.pow(half.gradients[i] - single.gradients[i], 2);
    }
    assertThat(Math.sqrt(errors)).isBetween(1e-6, 0.01 * Math.sqrt(squares));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aStepRepeatsBitForBit(int lanes) {
    assertThat(step("bf16", lanes)).usingRecursiveComparison().isEqualTo(step("bf16", lanes));
  }

  private record Step(double loss, float[] gradients) {}

  private static Step step(String precision, int lanes) {
    ModelSpec spec = Architectures.gpt2(2, 2, 64, 64, 256);
    Batch batch = new Batch(BatchLayout.causal(spec.context()), 4);
    SeededStream random = SeededStream.of(3, "tokens");
    int[] tokens = batch.get(Field.TOKENS);
    int[] targets = batch.get(Field.TARGETS);
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = (int) random.below(i, spec.vocabulary());
      targets[i] = (int) random.below(tokens.length + i, spec.vocabulary());
    }
    try (Backend backend = Backends.find().open("cpu", precision, lanes).backend();
        TrainingModel training =
            new TrainingModel(spec, backend, batch.layout(), 4, OPTIMIZER, 1)) {
      Initializer.initialize(training.map(), training.values(), 5);
      double loss = training.backward(List.of(batch));
      return new Step(loss, training.gradients().toArray());
    }
  }
}
