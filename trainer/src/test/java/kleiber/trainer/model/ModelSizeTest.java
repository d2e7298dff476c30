package kleiber.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

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
}
