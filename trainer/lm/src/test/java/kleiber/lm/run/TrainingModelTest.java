package kleiber.lm.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kleiber.core.random.SeededStream;
import kleiber.engine.backend.Backend;
import kleiber.engine.backend.lanes.LaneBackend;
import kleiber.engine.reference.ReferenceBackend;
import kleiber.engine.reference.ReferenceTensor;
import kleiber.engine.testing.UsableBackend;
import kleiber.lm.batch.Batch;
import kleiber.lm.batch.Field;
import kleiber.lm.model.Initializer;
import kleiber.lm.model.op.Parameter;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.ModelSpec.DropoutRates;
import kleiber.lm.optim.OptimizerSpec;
import kleiber.lm.testing.ModelCases;
import kleiber.lm.training.TrainingModel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole models against the double reference, on each backend and any number of lanes. */
class TrainingModelTest {
  private static final String SHARING = "cpu with shared gradients";
  private static final OptimizerSpec OPTIMIZER = OptimizerSpec.adamW(1e-3, 0.9, 0.95, 1e-8, 0.1);

  /** What the reference computes, by model: every backend is compared with the same. */
  private static final Map<String, Result> EXPECTED = new HashMap<>();

  static Stream<Arguments> models() {
    return ModelCases.all().entrySet().stream()
        .flatMap(
            entry ->
                Stream.of("cpu", SHARING, "nd4j")
                    .flatMap(
                        backend ->
                            Stream.of(1, 2, 3)
                                .map(
                                    lanes ->
                                        Arguments.of(
                                            entry.getKey(), entry.getValue(), backend, lanes))));
  }

  static Stream<Arguments> cases() {
    return ModelCases.all().entrySet().stream()
        .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
  }

  /** Along one direction a parameter, in which each of its entries goes up or down. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void gradientsOfWholeModelsMatchFiniteDifferences(String name, ModelSpec spec) {
    try (Backend backend = new ReferenceBackend();
        TrainingModel training = training(spec, backend)) {
      Batch batch = ModelCases.batch(spec);
      training.backward(List.of(batch));
      double[] gradients = doubles(training.gradients());
      ReferenceTensor values = (ReferenceTensor) training.values();
      for (Parameter parameter : training.map().parameters()) {
        SeededStream signs = SeededStream.of(1, parameter.name());
        double expected = 0;
        for (int i = 0; i < parameter.size(); i++) {
          expected += sign(signs, i) * gradients[(int) parameter.offset() + i];
        }
        double h = 1e-5;
        move(values, parameter, signs, h);
        double above = loss(training, batch);
        move(values, parameter, signs, -2 * h);
        double below = loss(training, batch);
        move(values, parameter, signs, h);
        assertThat(expected)
            .as(parameter.name())
            .isCloseTo((above - below) / (2 * h), within(1e-6 * (1 + Math.abs(expected))));
      }
    }
  }

  private static int sign(SeededStream signs, int index) {
    return signs.below(index, 2) == 0 ? 1 : -1;
  }

  /** Takes every entry of a parameter a step in its direction. */
  private static void move(
      ReferenceTensor values, Parameter parameter, SeededStream signs, double step) {
    for (int i = 0; i < parameter.size(); i++) {
      int at = (int) parameter.offset() + i;
      values.put(at, values.at(at) + sign(signs, i) * step);
    }
  }

  /** The loss under the same dropout masks as the first call's. */
  private static double loss(TrainingModel training, Batch batch) {
    training.calls(0);
    return training.backward(List.of(batch));
  }

  @ParameterizedTest(name = "{0} on {2} with {3} lanes")
  @MethodSource("models")
  void lossAndGradientsAgreeWithTheReference(
      String name, ModelSpec spec, String backendName, int lanes) {
    Result expected = EXPECTED.computeIfAbsent(name, unknown -> reference(spec));
    try (Backend backend = open(backendName, lanes)) {
      Result actual = backward(spec, backend);
      assertThat(actual.loss).isCloseTo(expected.loss, within(1e-5 * expected.loss));
      double squares = 0;
      double errors = 0;
      for (int i = 0; i < expected.gradients.length; i++) {
        squares += Math.pow(expected.gradients[i], 2);
        errors += Math.pow(actual.gradients[i] - expected.gradients[i], 2);
      }
      assertThat(Math.sqrt(errors)).isLessThan(1e-5 * Math.sqrt(squares));
      assertThat(actual.norm).isCloseTo(Math.sqrt(squares), within(1e-4 * Math.sqrt(squares)));
    }
  }

  private static Result reference(ModelSpec spec) {
    try (Backend reference = new ReferenceBackend()) {
      return backward(spec, reference);
    }
  }

  private static Backend open(String name, int lanes) {
    return name.equals(SHARING)
        ? new GradientSharingBackend((LaneBackend) UsableBackend.open("cpu", lanes))
        : UsableBackend.open(name, lanes);
  }

  /** One lane has nobody to race with. */
  @ParameterizedTest(name = "{0} on {2} with {3} lanes")
  @MethodSource("models")
  void stepsRepeatGradientsBitForBit(String name, ModelSpec spec, String backendName, int lanes) {
    Batch batch = ModelCases.batch(spec);
    try (Backend backend = open(backendName, lanes);
        TrainingModel training = training(spec, backend)) {
      float[] first = null;
      for (int i = 0; i < (lanes == 1 ? 3 : 10); i++) {
        training.calls(0);
        training.backward(List.of(batch, batch));
        float[] gradients = training.gradients().toArray();
        first = first == null ? gradients : first;
        assertThat(gradients).isEqualTo(first);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void microBatchesOfAStepMakeItsMean(String name, ModelSpec spec) {
    if (name.endsWith("dropout")) {
      return;
    }
    Batch whole = ModelCases.batch(spec);
    try (Backend backend = new ReferenceBackend();
        TrainingModel all = training(spec, backend);
        TrainingModel parts = new TrainingModel(spec, backend, whole.layout(), 1, OPTIMIZER, 11)) {
      Initializer.initialize(parts.map(), parts.values(), 5);
      List<Batch> microBatches =
          Stream.of(0, 1, 2)
              .map(
                  row -> {
                    Batch part = new Batch(whole.layout(), 1);
                    part.copyFrom(whole, row);
                    return part;
                  })
              .toList();
      double expected = all.backward(List.of(whole));
      assertThat(parts.backward(microBatches)).isCloseTo(expected, within(1e-6 * expected));
      double[] a = doubles(all.gradients());
      double[] b = doubles(parts.gradients());
      for (int i = 0; i < a.length; i++) {
        assertThat(b[i]).isCloseTo(a[i], within(1e-6));
      }
    }
  }

  /** Whatever the number of the pass that training is at. */
  @ParameterizedTest(name = "{0} on {1} with {2} lanes")
  @CsvSource({"cpu, 1", "cpu, 2", "nd4j, 1"})
  void evaluationDropsNothing(String backendName, int lanes) {
    ModelSpec dropping = ModelCases.all().get("post-norm with dropout");
    ModelSpec whole = dropping.toBuilder().dropout(DropoutRates.NONE).build();
    try (Backend backend = UsableBackend.open(backendName, lanes);
        TrainingModel training = training(dropping, backend);
        TrainingModel plain = training(whole, backend)) {
      float[] expected = evaluated(plain, whole);
      training.calls(5);
      assertThat(evaluated(training, dropping)).containsExactly(expected);
      training.step(List.of(ModelCases.batch(dropping)), 1, 0.1);
      assertThat(evaluated(training, dropping)).isNotEqualTo(expected);
      plain.values().write(0, training.values().toArray(), 0, training.map().flatSize());
      assertThat(evaluated(training, dropping)).containsExactly(evaluated(plain, whole));
    }
  }

  private static float[] evaluated(TrainingModel training, ModelSpec spec) {
    Batch batch = ModelCases.batch(spec);
    float[] losses = new float[batch.get(Field.TARGETS).length];
    training.evaluate(batch);
    training.readLosses(Field.TARGETS, losses);
    return losses;
  }

  private record Result(double loss, double norm, float[] gradients) {}

  private static Result backward(ModelSpec spec, Backend backend) {
    try (TrainingModel training = training(spec, backend)) {
      double loss = training.backward(List.of(ModelCases.batch(spec)));
      double norm = training.norm();
      return new Result(loss, norm, training.gradients().toArray());
    }
  }

  private static TrainingModel training(ModelSpec spec, Backend backend) {
    TrainingModel training =
        new TrainingModel(
            spec, backend, ModelCases.batch(spec).layout(), ModelCases.SEQUENCES, OPTIMIZER, 11);
    Initializer.initialize(training.map(), training.values(), 5);
    return training;
  }

  private static double[] doubles(kleiber.engine.tensor.Tensor tensor) {
    double[] values = new double[Math.toIntExact(tensor.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = ((ReferenceTensor) tensor).at(i);
    }
    return values;
  }
}
