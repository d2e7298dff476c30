package kleiber.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import kleiber.trainer.backend.Backend;
import kleiber.trainer.backend.UsableBackend;
import kleiber.trainer.batch.Batch;
import kleiber.trainer.kernels.reference.ReferenceBackend;
import kleiber.trainer.kernels.reference.ReferenceTensor;
import kleiber.trainer.model.Initializer;
import kleiber.trainer.model.ModelSpec;
import kleiber.trainer.model.Parameter;
import kleiber.trainer.optim.OptimizerSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole models against the double reference, on each backend and any number of lanes. */
class ReplicasTest {
  private static final String SHARING = "cpu with shared gradients";
  private static final OptimizerSpec OPTIMIZER = OptimizerSpec.adamW(1e-3, 0.9, 0.95, 1e-8, 0.1);

  static Stream<Arguments> models() {
    return ModelCases.all().entrySet().stream()
        .flatMap(
            entry -> {
              // Masks depend on the lane, so with dropout only one lane can agree with one lane.
              List<Integer> counts =
                  entry.getKey().endsWith("dropout") ? List.of(1) : List.of(1, 2, 3);
              return Stream.of("cpu", SHARING, "nd4j")
                  .flatMap(
                      backend ->
                          counts.stream()
                              .map(
                                  n -> Arguments.of(entry.getKey(), entry.getValue(), backend, n)));
            });
  }

  static Stream<Arguments> cases() {
    return ModelCases.all().entrySet().stream()
        .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void gradientsOfWholeModelsMatchFiniteDifferences(String name, ModelSpec spec) {
    try (Backend backend = new ReferenceBackend();
        Replicas replicas = replicas(spec, backend)) {
      Batch batch = ModelCases.batch(spec);
      replicas.backward(List.of(batch));
      double[] gradients = doubles(replicas.gradients());
      ReferenceTensor values = (ReferenceTensor) replicas.values();
      for (Parameter parameter : replicas.map().parameters()) {
        int stride = (int) Math.max(1, parameter.size() / 3);
        for (int i = 0; i < parameter.size(); i += stride) {
          int at = (int) parameter.offset() + i;
          double h = 1e-5;
          double kept = values.at(at);
          values.put(at, kept + h);
          double above = loss(replicas, batch);
          values.put(at, kept - h);
          double below = loss(replicas, batch);
          values.put(at, kept);
          assertThat(gradients[at])
              .as("%s[%d]", parameter.name(), i)
              .isCloseTo((above - below) / (2 * h), within(1e-6 * (1 + Math.abs(gradients[at]))));
        }
      }
    }
  }

  /** The loss under the same dropout masks as the first call's. */
  private static double loss(Replicas replicas, Batch batch) {
    replicas.calls(0);
    return replicas.backward(List.of(batch));
  }

  @ParameterizedTest(name = "{0} on {2} with {3} lanes")
  @MethodSource("models")
  void lossAndGradientsAgreeWithTheReference(
      String name, ModelSpec spec, String backendName, int lanes) {
    Result expected;
    try (Backend reference = new ReferenceBackend()) {
      expected = backward(spec, reference);
    }
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

  private static Backend open(String name, int lanes) {
    return name.equals(SHARING)
        ? new GradientSharingBackend(UsableBackend.open("cpu", lanes))
        : UsableBackend.open(name, lanes);
  }

  @ParameterizedTest(name = "{0} on {2} with {3} lanes")
  @MethodSource("models")
  void stepsRepeatGradientsBitForBit(String name, ModelSpec spec, String backendName, int lanes) {
    Batch batch = ModelCases.batch(spec);
    try (Backend backend = open(backendName, lanes);
        Replicas replicas = replicas(spec, backend)) {
      float[] first = null;
      for (int i = 0; i < 10; i++) {
        replicas.calls(0);
        replicas.backward(List.of(batch, batch));
        replicas.reduceGradients();
        float[] gradients = replicas.gradients().toArray();
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
        Replicas all = replicas(spec, backend);
        Replicas parts = new Replicas(spec, backend, whole.layout(), 1, OPTIMIZER, 11)) {
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

  private record Result(double loss, double norm, float[] gradients) {}

  private static Result backward(ModelSpec spec, Backend backend) {
    try (Replicas replicas = replicas(spec, backend)) {
      double loss = replicas.backward(List.of(ModelCases.batch(spec)));
      double norm = replicas.reduceGradients();
      return new Result(loss, norm, replicas.gradients().toArray());
    }
  }

  private static Replicas replicas(ModelSpec spec, Backend backend) {
    Replicas replicas =
        new Replicas(
            spec, backend, ModelCases.batch(spec).layout(), ModelCases.SEQUENCES, OPTIMIZER, 11);
    Initializer.initialize(replicas.map(), replicas.values(), 5);
    return replicas;
  }

  private static double[] doubles(kleiber.trainer.tensor.Tensor tensor) {
    double[] values = new double[Math.toIntExact(tensor.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = ((ReferenceTensor) tensor).at(i);
    }
    return values;
  }
}
