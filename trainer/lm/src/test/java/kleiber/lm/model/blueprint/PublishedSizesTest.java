package kleiber.lm.model.blueprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import kleiber.engine.kernels.Activation;
import kleiber.lm.model.spec.Architectures;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.ModelSpec.Mlp;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Parameter counts of published models, from their published shapes. */
class PublishedSizesTest {
  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "/published/sizes.csv", useHeadersInDisplayName = true)
  void everySizeComesToItsCount(
      String id,
      int layers,
      int width,
      int heads,
      int keyValueHeads,
      int headWidth,
      int mlpWidth,
      int vocabulary,
      int context,
      BigDecimal paramsMillion) {
    ModelSpec spec =
        switch (id.replaceFirst("-.*", "")) {
          case "gpt1" -> Architectures.gpt1(layers, heads, width, context, vocabulary);
          case "bert" -> Architectures.bert(layers, heads, width, context, vocabulary);
          case "megatron" ->
              id.contains("bert")
                  ? preNorm(Architectures.bert(layers, heads, width, context, vocabulary))
                  : Architectures.gpt2(layers, heads, width, context, vocabulary);
          case "t5" ->
              Architectures.t5(layers, heads, headWidth, width, mlpWidth, context, vocabulary);
          case "gpt3" ->
              Architectures.gpt3(layers, heads, headWidth, width, context, vocabulary, 256);
          case "gopher", "chinchilla" ->
              Architectures.gopher(layers, heads, headWidth, width, context, vocabulary);
          case "opt" -> Architectures.opt(layers, heads, width, context, vocabulary);
          case "palm" -> Architectures.palm(layers, heads, headWidth, width, context, vocabulary);
          default ->
              Architectures.llama(
                  layers, heads, keyValueHeads, width, mlpWidth, context, vocabulary);
        };
    assertThat(spec.mlp().width()).isEqualTo(mlpWidth);
    assertThat(spec.attention().headWidth()).isEqualTo(headWidth);
    assertThat(spec.attention().keyValueHeads()).isEqualTo(keyValueHeads);
    double halfDigit = paramsMillion.ulp().doubleValue() / 2;
    ParameterMap map = ParameterMap.of(spec);
    long counted = id.startsWith("palm") ? map.decayedSize() : map.size();
    assertThat(counted / 1e6).isCloseTo(paramsMillion.doubleValue(), within(halfDigit));
  }

  /** Megatron's BERT: norms come first, which moves them but changes their number by none. */
  private static ModelSpec preNorm(ModelSpec bert) {
    return bert.toBuilder().block(ModelSpec.BlockForm.PRE_NORM).build();
  }

  @ParameterizedTest(name = "{0} M")
  @CsvFileSource(resources = "/published/chinchilla-sweep.csv", useHeadersInDisplayName = true)
  void everyModelOfChinchillasSweepComesToItsPrintedMillions(
      int paramsMillion, int width, int mlpWidth, int headWidth, int heads, int layers) {
    ModelSpec gopher = Architectures.gopher(layers, heads, headWidth, width, 2048, 32000);
    ModelSpec spec = gopher.toBuilder().mlp(new Mlp(mlpWidth, Activation.GELU_TANH, false)).build();
    // The table rounds some of its numbers and cuts others off.
    assertThat(ParameterMap.of(spec).size() / 1e6)
        .isBetween(paramsMillion - 0.5, paramsMillion + 1.0);
  }

  @ParameterizedTest(name = "{0} layers of {1}")
  @org.junit.jupiter.params.provider.CsvSource({"12, 768", "24, 2048", "96, 12288"})
  void withoutEmbeddingsADecoderHasKaplansCount(int layers, int width) {
    ModelSpec spec = Architectures.gpt3(layers, 16, width / 16, width, 2048, 50257, 0);
    long l = layers;
    long d = width;
    assertThat(ModelSize.of(spec).nonEmbeddingParams())
        .isEqualTo(12 * l * d * d + 13 * l * d + 2 * d);
    assertThat(ModelSize.of(spec).totalParams() - ModelSize.of(spec).nonEmbeddingParams())
        .isEqualTo((50257L + 2048) * d);
  }
}
