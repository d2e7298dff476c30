package kleiber.lm.model.spec;

import kleiber.engine.kernels.Activation;
import kleiber.lm.model.spec.ModelSpec.Attention;
import kleiber.lm.model.spec.ModelSpec.BlockForm;
import kleiber.lm.model.spec.ModelSpec.Family;
import kleiber.lm.model.spec.ModelSpec.Head;
import kleiber.lm.model.spec.ModelSpec.Mlp;
import kleiber.lm.model.spec.ModelSpec.Norm;

/**
 * The architectures of published systems at any size, without dropout. Each says only how it
 * differs from GPT-2.
 */
public final class Architectures {
  private static final Init NORMAL = new Init.Normal(0.02, false, false);

  private Architectures() {}

  /** GPT-2: branches read normalised inputs; learned positions, GELU, biases, tied head. */
  public static ModelSpec gpt2(int layers, int heads, int width, int context, int vocabulary) {
    return likeGpt2(layers, heads, width / heads, width, context, vocabulary).build();
  }

  /** GPT-1: sums are normalised, and no branch starts smaller. */
  public static ModelSpec gpt1(int layers, int heads, int width, int context, int vocabulary) {
    return likeGpt2(layers, heads, width / heads, width, context, vocabulary)
        .block(BlockForm.POST_NORM)
        .init(NORMAL)
        .build();
  }

  /** GPT-3: bands of {@code window} keys in every second block, 0 for none. */
  public static ModelSpec gpt3(
      int layers, int heads, int headWidth, int width, int context, int vocabulary, int window) {
    return likeGpt2(layers, heads, headWidth, width, context, vocabulary)
        .family(new Family.Decoder(window))
        .build();
  }

  /** OPT: ReLU, its positions in rows from 2 on, and smaller first weights. */
  public static ModelSpec opt(int layers, int heads, int width, int context, int vocabulary) {
    return likeGpt2(layers, heads, width / heads, width, context, vocabulary)
        .positions(new Positions.Learned(2))
        .mlp(new Mlp(4 * width, Activation.RELU, false))
        .init(new Init.Normal(0.006, true, false))
        .build();
  }

  /** Gopher and Chinchilla: RMS norm, scores by distance. */
  public static ModelSpec gopher(
      int layers, int heads, int headWidth, int width, int context, int vocabulary) {
    return likeGpt2(layers, heads, headWidth, width, context, vocabulary)
        .norm(Norm.Kind.RMS, 1e-6)
        .positions(new Positions.Distances())
        .build();
  }

  /** PaLM: parallel blocks, one key-value head, rotary positions, SwiGLU, scaled tied head. */
  public static ModelSpec palm(
      int layers, int heads, int headWidth, int width, int context, int vocabulary) {
    return likeGpt2(layers, heads, headWidth, width, context, vocabulary)
        .block(BlockForm.PARALLEL)
        .norm(Norm.Kind.LAYER, 1e-6)
        .attention(new Attention(heads, 1, headWidth, true))
        .positions(new Positions.Rotary(10_000))
        .mlp(new Mlp(4 * width, Activation.SILU, true))
        .biases(false)
        .head(new Head(true, true, 1e-4))
        .init(new Init.FanIn())
        .build();
  }

  /** LLaMA: RMS norm, rotary positions, SwiGLU, no biases, own head. */
  public static ModelSpec llama(
      int layers,
      int heads,
      int keyValueHeads,
      int width,
      int mlpWidth,
      int context,
      int vocabulary) {
    return likeGpt2(layers, heads, width / heads, width, context, vocabulary)
        .norm(Norm.Kind.RMS, 1e-5)
        .attention(new Attention(heads, keyValueHeads, width / heads, true))
        .positions(new Positions.Rotary(10_000))
        .mlp(new Mlp(mlpWidth, Activation.SILU, true))
        .biases(false)
        .head(new Head(false, false, 0))
        .init(NORMAL)
        .build();
  }

  /** BERT: an encoder whose sums are normalised, with its two heads. */
  public static ModelSpec bert(int layers, int heads, int width, int context, int vocabulary) {
    return likeGpt2(layers, heads, width / heads, width, context, vocabulary)
        .family(new Family.Encoder(2))
        .block(BlockForm.POST_NORM)
        .norm(Norm.Kind.LAYER, 1e-12)
        .init(new Init.Normal(0.02, false, true))
        .build();
  }

  /** T5: as many blocks in encoder and decoder, RMS norm, biases by bucket, scaled tied head. */
  public static ModelSpec t5(
      int layers, int heads, int headWidth, int width, int mlpWidth, int context, int vocabulary) {
    return likeGpt2(layers, heads, headWidth, width, context, vocabulary)
        .family(new Family.EncoderDecoder(layers))
        .norm(Norm.Kind.RMS, 1e-6)
        .attention(new Attention(heads, heads, headWidth, false))
        .positions(new Positions.Buckets(32, 128))
        .mlp(new Mlp(mlpWidth, Activation.RELU, false))
        .biases(false)
        .head(new Head(true, true, 0))
        .init(new Init.T5())
        .build();
  }

  private static ModelSpecBuilder likeGpt2(
      int layers, int heads, int headWidth, int width, int context, int vocabulary) {
    return ModelSpec.builder()
        .family(new Family.Decoder(0))
        .layers(layers)
        .width(width)
        .context(context)
        .vocabulary(vocabulary)
        .block(BlockForm.PRE_NORM)
        .norm(Norm.Kind.LAYER, 1e-5)
        .attention(new Attention(heads, heads, headWidth, true))
        .positions(new Positions.Learned(0))
        .mlp(new Mlp(4 * width, Activation.GELU_TANH, false))
        .biases(true)
        .head(new Head(true, false, 0))
        .init(new Init.Normal(0.02, true, false));
  }
}
