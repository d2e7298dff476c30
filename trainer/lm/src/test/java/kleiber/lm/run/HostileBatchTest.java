package kleiber.lm.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import kleiber.core.KleiberException;
import kleiber.engine.backend.Backend;
import kleiber.engine.testing.UsableBackend;
import kleiber.lm.batch.Batch;
import kleiber.lm.batch.BatchLayout;
import kleiber.lm.batch.Field;
import kleiber.lm.model.Initializer;
import kleiber.lm.model.spec.ModelLimits;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.optim.OptimizerSpec;
import kleiber.lm.testing.ModelCases;
import kleiber.lm.training.TrainingModel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no table has a row for is refused before a backend sees it, on every one in these words. */
class HostileBatchTest {
  private static final OptimizerSpec OPTIMIZER = OptimizerSpec.adamW(1e-3, 0.9, 0.95, 1e-8, 0.1);

  static Stream<String> backendsAndLanes() {
    return Stream.of("cpu 1", "cpu 2", "nd4j 1");
  }

  private static TrainingModel training(ModelSpec spec, Batch batch, Backend backend) {
    TrainingModel training =
        new TrainingModel(spec, backend, batch.layout(), batch.sequences(), OPTIMIZER, 11);
    Initializer.initialize(training.map(), training.values(), 5);
    return training;
  }

  private static Backend open(String backendAndLanes) {
    String[] words = backendAndLanes.split(" ");
    return UsableBackend.open(words[0], Integer.parseInt(words[1]));
  }

  @ParameterizedTest
  @MethodSource("backendsAndLanes")
  void everyFieldIsHeldAgainstItsTable(String backend) {
    refused(backend, "banded", Field.TOKENS, 37, "token 37 at place 5 of sequence 2");
    refused(backend, "banded", Field.TOKENS, -1, "token -1 at place 5 of sequence 2");
    refused(backend, "banded", Field.TARGETS, Integer.MAX_VALUE, "target 2147483647 at place 5");
    refused(backend, "banded", Field.TOKENS, Integer.MIN_VALUE, "token -2147483648 at place 5");
    refused(backend, "banded", Field.TARGETS, Integer.MIN_VALUE, "target -2147483648 at place 5");
    refused(backend, "encoder", Field.LENGTH, Integer.MIN_VALUE, "length -2147483648 at place 0");
    refused(backend, "banded", Field.TARGETS, -2, "target -2 at place 5 of sequence 2");
    refused(backend, "encoder", Field.SEGMENTS, 2, "segment 2 at place 5 of sequence 2");
    refused(backend, "encoder", Field.PAIR_TARGET, 2, "pair label 2 at place 0 of sequence 2");
    refused(backend, "encoder", Field.LENGTH, 8, "length 8 at place 0 of sequence 2");
    refused(backend, "encoder", Field.LENGTH, 0, "length 0 at place 0 of sequence 2");
    refused(backend, "encoder-decoder", Field.SOURCE, 1 << 20, "encoder's token 1048576 at place");
    refused(backend, "encoder-decoder", Field.SOURCE_LENGTH, 10, "encoder's length 10 at place 0");
  }

  /** One value in the last sequence, which is the second lane's where there are two. */
  private static void refused(
      String backendAndLanes, String model, Field field, int value, String words) {
    ModelSpec spec = ModelCases.all().get(model);
    Batch batch = ModelCases.batch(spec);
    int columns = batch.layout().columns(field);
    batch.get(field)[batch.start(field, 2) + Math.min(5, columns - 1)] = value;
    try (Backend backend = open(backendAndLanes);
        TrainingModel training = training(spec, batch, backend)) {
      float[] before = training.values().toArray();
      assertThatThrownBy(() -> training.step(List.of(batch), 1, 1e-3))
          .isInstanceOf(KleiberException.class)
          .hasMessageStartingWith(words)
          .hasMessageContaining(", and the model knows ")
          .hasMessageEndingWith("; give it the tokenizer and the data that it was made for");
      assertThatThrownBy(() -> training.evaluate(batch))
          .isInstanceOf(KleiberException.class)
          .hasMessageStartingWith(words);
      assertThat(training.values().toArray()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "nd4j"})
  void sequencesLongerThanTheTableOfPositionsAreRefused(String name) {
    ModelSpec spec = ModelCases.all().get("post-norm encoder-decoder");
    try (Backend backend = UsableBackend.open(name, 1)) {
      for (BatchLayout layout :
          List.of(BatchLayout.sequenceToSequence(10, 9), BatchLayout.sequenceToSequence(9, 10))) {
        assertThatThrownBy(() -> training(spec, new Batch(layout, 1), backend))
            .isInstanceOf(KleiberException.class)
            .hasMessageContaining("sequences have 10 tokens")
            .hasMessageContaining("more than the 9 positions that the model knows");
      }
      assertThat(backend.allocatedBytes()).isLessThan(1 << 20);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "nd4j"})
  void aStepWithNothingToPredictIsRefusedAndOneWithSomethingIsNot(String name) {
    ModelSpec spec = ModelCases.all().get("encoder");
    Batch some = ModelCases.batch(spec);
    Batch none = ModelCases.batch(spec);
    Arrays.fill(none.get(Field.TARGETS), Field.IGNORED);
    try (Backend backend = UsableBackend.open(name, 1);
        TrainingModel training = training(spec, some, backend)) {
      float[] before = training.values().toArray();
      assertThatThrownBy(() -> training.step(List.of(none), 1, 1e-3))
          .isInstanceOf(KleiberException.class)
          .hasMessageContaining("every target of its batch is masked");
      assertThat(training.values().toArray()).isEqualTo(before);
      double whole = training.backward(List.of(some));
      double withMasked = training.backward(List.of(none, some));
      assertThat(Double.isFinite(withMasked)).isTrue();
      assertThat(withMasked)
          .as("pairs are counted in both, tokens only where there are targets")
          .isBetween(0.5 * whole, 1.5 * whole);
    }
  }

  /** Each product is above 2³¹, most of them with nothing left of it in 32 bits. */
  @ParameterizedTest
  @CsvSource({"65536, 32768, 2", "1024, 1024, 1048576", "32768, 1, 2", "1, 2147483647, 2"})
  void sizesAreComparedInExactArithmetic(int length, int sequences, int vocabulary) {
    ModelSpec spec = ModelCases.all().get("buckets").toBuilder().vocabulary(vocabulary).build();
    BatchLayout layout = BatchLayout.causal(length);
    assertThatThrownBy(() -> ModelLimits.requireCountable(spec, layout, sequences))
        .isInstanceOf(KleiberException.class)
        .hasMessageContaining("more than the 2,147,483,647 numbers that one tensor can have");
  }
}
