package kleiber.lm.model.blueprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import kleiber.engine.kernels.Activation;
import kleiber.lm.batch.BatchLayout;
import kleiber.lm.model.spec.Architectures;
import kleiber.lm.model.spec.ModelLimits;
import kleiber.lm.model.spec.ModelSpec;
import org.junit.jupiter.api.Test;

class ModelSizeTest {
  @Test
  void publishedModelsHaveTheirPublishedSizes() {
    assertThat(ModelSize.of(Architectures.gpt2(12, 12, 768, 1024, 50257)).totalParams())
        .isEqualTo(124_439_808L);
    assertThat(ModelSize.of(Architectures.gpt2(48, 25, 1600, 1024, 50257)).totalParams())
        .isEqualTo(1_557_611_200L);
    assertThat(
            ModelSize.of(Architectures.llama(32, 32, 32, 4096, 11008, 2048, 32000)).totalParams())
        .isEqualTo(6_738_415_616L);
  }

  @Test
  void nonEmbeddingParametersLeaveOutEmbeddingsAndHead() {
    ModelSize tied = ModelSize.of(Architectures.gpt2(2, 2, 8, 16, 32));
    assertThat(tied.totalParams() - tied.nonEmbeddingParams()).isEqualTo(32 * 8 + 16 * 8);
    ModelSize untied = ModelSize.of(Architectures.llama(2, 2, 2, 8, 24, 16, 32));
    assertThat(untied.totalParams() - untied.nonEmbeddingParams()).isEqualTo(2 * 32 * 8);
  }

  @Test
  void exactFlopsCountEveryProductThreeTimes() {
    ModelSize size = ModelSize.of(Architectures.gpt2(1, 2, 8, 3, 5));
    double linear = 8 * 24 + 8 * 8 + 2 * 8 * 32;
    double attention = 2 * ((1 + 2 + 3) / 3.0) * 8;
    assertThat(size.flopsPerTokenExact()).isEqualTo(6 * (linear + attention + 8 * 5));
    assertThat(size.flopsPerToken6N()).isEqualTo(6.0 * size.totalParams());
  }

  @Test
  void bandsAndDistancesCountTheKeysThatAreSeen() {
    double linear = 8 * 24 + 8 * 8 + 2 * 8 * 32;
    ModelSize banded = ModelSize.of(Architectures.gpt3(2, 2, 4, 8, 3, 5, 2));
    double dense = 2 * ((1 + 2 + 3) / 3.0) * 8;
    double band = 2 * ((1 + 2 + 2) / 3.0) * 8;
    assertThat(banded.flopsPerTokenExact())
        .isCloseTo(6 * (2 * linear + dense + band + 8 * 5), within(1e-9));
    ModelSize gopher = ModelSize.of(Architectures.gopher(1, 2, 4, 8, 3, 5));
    assertThat(gopher.flopsPerTokenExact())
        .isCloseTo(6 * (linear + 1.5 * dense + 8 * 5), within(1e-9));
  }

  @Test
  void encodersSeeEveryKeyAndPayForTheirHeads() {
    ModelSize bert = ModelSize.of(Architectures.bert(1, 2, 8, 6, 5), BatchLayout.masked(4));
    double block = 8 * 24 + 8 * 8 + 2 * 8 * 32 + 2 * 4 * 8;
    double heads = 8 * 8 + 8 * 5 + (8 * 8 + 2 * 8) / 4.0;
    assertThat(bert.flopsPerTokenExact()).isCloseTo(6 * (block + heads), within(1e-9));
  }

  @Test
  void anEncoderDecoderIsCountedByTokensOfItsSource() {
    ModelSpec t5 = Architectures.t5(1, 2, 3, 8, 16, 6, 5);
    ModelSize size = ModelSize.of(t5, BatchLayout.sequenceToSequence(4, 3));
    double block = 8 * 18 + 8 * 6 + 2 * 8 * 16;
    double encoder = 4 * (block + 2 * 4 * 6);
    double self = 3 * block + 2 * (1 + 2 + 3) * 6;
    double cross = 3 * 2 * 8 * 6 + 4 * 2 * 8 * 6 + 2 * 3 * 4 * 6;
    assertThat(size.flopsPerTokenExact())
        .isCloseTo(6 * (encoder + self + cross + 3 * 8 * 5) / 4, within(1e-9));
  }

  @Test
  void deepModelsHaveTheSizeOfAllTheirLayers() {
    for (int layers = 1; layers < 9; layers++) {
      ModelSpec plain = Architectures.gpt2(layers, 2, 8, 6, 11);
      requireSums(plain.toBuilder().family(new ModelSpec.Family.Decoder(2)).build());
      requireSums(Architectures.t5(layers, 2, 8, 4, 16, 6, 11));
      ModelSpec uneven = Architectures.t5(4, 2, 8, 4, 16, 6, 11);
      requireSums(uneven.toBuilder().family(new ModelSpec.Family.EncoderDecoder(layers)).build());
    }
  }

  @Test
  void theLargestModelIsCountedExactly() {
    int inner = ModelLimits.INNER_WIDTH;
    ModelSpec largest =
        Architectures.gpt2(
                ModelLimits.LAYERS,
                1,
                ModelLimits.WIDTH,
                ModelLimits.CONTEXT,
                ModelLimits.VOCABULARY)
            .toBuilder()
            .attention(new ModelSpec.Attention(1, 1, inner, true))
            .mlp(new ModelSpec.Mlp(inner, Activation.SILU, true))
            .build();
    long matrix = (long) ModelLimits.WIDTH * inner;
    long embeddings = 5L << 44;
    long biasesOfLayer = 5L * inner + 2L * ModelLimits.WIDTH;
    long norms = (2L * ModelLimits.LAYERS + 1) * 2 * ModelLimits.WIDTH;
    assertThat(ModelSize.params(largest))
        .isEqualTo(ModelLimits.LAYERS * (7 * matrix + biasesOfLayer) + norms + embeddings);
  }

  private static void requireSums(ModelSpec spec) {
    BatchLayout layout =
        spec.family() instanceof ModelSpec.Family.EncoderDecoder
            ? BatchLayout.sequenceToSequence(6, 5)
            : BatchLayout.causal(6);
    ModelSize size = ModelSize.of(spec, layout);
    Blueprint whole = Blueprint.of(spec, layout, false);
    assertThat(size.totalParams()).isEqualTo(ParameterMap.of(spec).size());
    assertThat(ModelSize.params(spec)).isEqualTo(ParameterMap.of(spec).size());
    assertThat(size.flopsPerTokenExact()).isEqualTo(6 * (whole.products() / layout.tokens()));
  }
}
