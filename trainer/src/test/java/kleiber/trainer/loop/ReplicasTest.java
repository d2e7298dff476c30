package kleiber.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import kleiber.trainer.kernels.Activation;
import kleiber.trainer.kernels.reference.ReferenceBackend;
import kleiber.trainer.model.Initializer;
import kleiber.trainer.model.ModelSpec;
import kleiber.trainer.model.ModelSpec.Init;
import kleiber.trainer.model.ModelSpec.Norm;
import kleiber.trainer.model.ModelSpec.NormPlace;
import kleiber.trainer.model.ModelSpec.Positions;
import kleiber.trainer.optim.AdamW;
import kleiber.trainer.optim.BiasCorrection;
import kleiber.trainer.optim.OptimizerSpec;
import kleiber.trainer.optim.OptimizerSpec.Decayed;
import kleiber.trainer.random.SeededStream;
import kleiber.trainer.tensor.Backend;
import kleiber.trainer.tensor.Backends;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole models against the double reference, on each backend and any number of lanes. */
class ReplicasTest {
  private static final OptimizerSpec OPTIMIZER =
      new AdamW(1e-3, 0.9, 0.95, 1e-8, 0.1, Decayed.MATRICES, BiasCorrection.MOMENTS, 1, 1e-3);
  private static final int SEQUENCES = 3;
  private static final int LENGTH = 7;

  private static ModelSpec spec(
      int kvHeads, Norm norm, NormPlace place, Positions positions, boolean gated, double dropout) {
    return new ModelSpec(
        2,
        4,
        kvHeads,
        24,
        9,
        37,
        40,
        norm,
        1e-5,
        place,
        positions,
        10000,
        gated ? Activation.SILU : Activation.GELU,
        gated,
        norm == Norm.LAYER,
        !gated,
        dropout,
        new Init(0.2, true));
  }

  static Stream<Arguments> models() {
    ModelSpec postNorm = spec(4, Norm.LAYER, NormPlace.POST, Positions.LEARNED, false, 0);
    ModelSpec grouped = spec(2, Norm.RMS, NormPlace.PRE, Positions.ROTARY, true, 0);
    ModelSpec multiQuery = spec(1, Norm.RMS, NormPlace.POST, Positions.NONE, true, 0);
    ModelSpec dropped = spec(4, Norm.LAYER, NormPlace.PRE, Positions.LEARNED, false, 0.3);
    return Stream.concat(
        Stream.of(1, 2, 3)
            .flatMap(
                lanes ->
                    Stream.of(
                        Arguments.of("post-norm", postNorm, "cpu", lanes),
                        Arguments.of("grouped, rotary, gated", grouped, "cpu", lanes),
                        Arguments.of("multi-query", multiQuery, "cpu", lanes))),
        Stream.of(
            Arguments.of("dropout", dropped, "cpu", 1),
            Arguments.of("dropout", dropped, "nd4j", 1),
            Arguments.of("post-norm", postNorm, "nd4j", 1),
            Arguments.of("grouped, rotary, gated", grouped, "nd4j", 1),
            Arguments.of("multi-query", multiQuery, "nd4j", 1)));
  }

  @ParameterizedTest(name = "{0} on {2} with {3} lanes")
  @MethodSource("models")
  void lossAndGradientsAgreeWithTheReference(
      String name, ModelSpec spec, String backendName, int lanes) {
    Result expected;
    try (Backend reference = new ReferenceBackend()) {
      expected = backward(spec, reference);
    }
    try (Backend backend = Backends.find().open(backendName, "fp32", lanes).backend()) {
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

  private record Result(double loss, double norm, float[] gradients) {}

  private static Result backward(ModelSpec spec, Backend backend) {
    try (Replicas replicas = new Replicas(spec, backend, SEQUENCES, LENGTH, OPTIMIZER, 11)) {
      Initializer.initialize(replicas.map(), replicas.values(), 5);
      SeededStream random = SeededStream.of(3, "tokens");
      int[] tokens = new int[SEQUENCES * LENGTH];
      int[] targets = new int[tokens.length];
      for (int i = 0; i < tokens.length; i++) {
        tokens[i] = (int) (spec.vocabulary() * random.uniform(i));
        targets[i] = (int) (spec.vocabulary() * random.uniform(1000 + i));
      }
      replicas.clearGradients();
      double loss = replicas.accumulate(tokens, targets, tokens.length);
      double norm = replicas.reduceGradients();
      return new Result(loss, norm, replicas.gradients().toArray());
    }
  }
}
