package kleiber.lm.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
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
import kleiber.lm.training.Step;
import kleiber.lm.training.TrainingModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a step makes of numbers that are none, and of the smallest models. */
class NumbersTest {
  private static final OptimizerSpec OPTIMIZER = OptimizerSpec.adamW(1e-3, 0.9, 0.95, 1e-8, 0.1);
  private static final int SEQUENCES = 4;

  private static TrainingModel training(ModelSpec spec, Backend backend) {
    TrainingModel training =
        new TrainingModel(
            spec, backend, BatchLayout.causal(spec.context()), SEQUENCES, OPTIMIZER, 11);
    Initializer.initialize(training.map(), training.values(), 5);
    return training;
  }

  /** Sequences in which the last alone has the vocabulary's last token. */
  private static Batch batch(ModelSpec spec) {
    Batch batch = new Batch(BatchLayout.causal(spec.context()), SEQUENCES);
    SeededStream random = SeededStream.of(1, "numbers");
    for (Field field : List.of(Field.TOKENS, Field.TARGETS)) {
      int[] values = batch.get(field);
      for (int i = 0; i < values.length; i++) {
        values[i] = (int) random.below(i, spec.vocabulary() - 1);
      }
    }
    batch.get(Field.TOKENS)[batch.start(Field.TOKENS, SEQUENCES - 1)] = spec.vocabulary() - 1;
    return batch;
  }

  @ParameterizedTest
  @CsvSource({"cpu, 1", "cpu, 2", "cpu, 4", "nd4j, 1"})
  void oneLaneThatIsNotANumberStopsTheStepOfAll(String name, int lanes) {
    ModelSpec spec = Architectures.llama(1, 2, 2, 16, 32, 8, 9);
    try (Backend backend = UsableBackend.open(name, lanes);
        TrainingModel training = training(spec, backend)) {
      // Only the last sequence, and so the last lane, looks this row up; the head is another table.
      long row = training.map().get("embed.tokens.weight").offset() + 8 * 16;
      training.values().write(row, new float[] {Float.NaN}, 0, 1);
      float[] before = training.values().toArray();
      Step step = training.step(List.of(batch(spec)), 1, 1e-3);
      assertThat(step.isFinite()).isFalse();
      assertThat(step.lossNats()).isNaN();
      assertThat(training.values().toArray()).isEqualTo(before);
      assertThat(training.values().countNonFinite()).isEqualTo(1);
    }
  }

  @Test
  void whatOverflowsInBf16AloneStopsTheStep() {
    UsableBackend.requireBf16();
    ModelSpec spec = Architectures.llama(1, 2, 2, 64, 128, 8, 9);
    try (Backend backend = Backends.find().open("cpu", "bf16", 2).backend();
        TrainingModel training = training(spec, backend)) {
      // The largest float rounds up to infinity in bf16; in fp32 it is a number.
      long weight = training.map().get("layers.0.mlp.in.weight").offset();
      training.values().write(weight, new float[] {Float.MAX_VALUE}, 0, 1);
      float[] before = training.values().toArray();
      assertThat(training.values().countNonFinite()).isZero();
      assertThat(training.step(List.of(batch(spec)), 1, 1e-3).isFinite()).isFalse();
      assertThat(training.values().toArray()).isEqualTo(before);
    }
  }

  /** A vocabulary of 2 and a context of 1: a table of two rows learns which token follows which. */
  @ParameterizedTest
  @ValueSource(strings = {"cpu", "nd4j"})
  void theSmallestModelLearnsToSwapItsTwoTokens(String name) {
    ModelSpec spec = Architectures.gpt2(1, 1, 8, 1, 2);
    Batch batch = new Batch(BatchLayout.causal(1), SEQUENCES);
    for (int i = 0; i < SEQUENCES; i++) {
      batch.get(Field.TOKENS)[i] = i % 2;
      batch.get(Field.TARGETS)[i] = 1 - i % 2;
    }
    try (Backend backend = UsableBackend.open(name, 1);
        TrainingModel training = training(spec, backend)) {
      double first = training.step(List.of(batch), 1, 1e-2).lossNats();
      assertThat(first).isBetween(0.5, 0.9);
      double last = first;
      for (int step = 2; step <= 200; step++) {
        last = training.step(List.of(batch), step, 1e-2).lossNats();
      }
      assertThat(last).isLessThan(0.01);
      Batch none = new Batch(batch.layout(), SEQUENCES);
      Arrays.fill(none.get(Field.TARGETS), 0, 1, 1);
      training.evaluate(none);
      float[] losses = new float[SEQUENCES];
      training.readLosses(Field.TARGETS, losses);
      assertThat(losses[0]).isLessThan(0.02f);
      assertThat(Arrays.copyOfRange(losses, 1, 4)).containsOnly(0f);
    }
  }
}
