package kleiber.trainer.model;

import kleiber.trainer.kernels.Activation;
import kleiber.trainer.model.ModelSpec.Attention;
import kleiber.trainer.model.ModelSpec.BlockForm;
import kleiber.trainer.model.ModelSpec.DropoutRates;
import kleiber.trainer.model.ModelSpec.Family;
import kleiber.trainer.model.ModelSpec.Head;
import kleiber.trainer.model.ModelSpec.Mlp;
import kleiber.trainer.model.ModelSpec.Norm;
import kleiber.trainer.model.ModelSpec.Positions;

/** The architectures of published systems at any size, without dropout. */
public final class Architectures {
  private static final Norm LAYER_NORM = new Norm(Norm.Kind.LAYER, 1e-5);
  private static final Init GPT2_INIT = new Init.Normal(0.02, true, false);

  private Architectures() {}

  /** GPT-1: sums are normalised; learned positions, GELU, biases, tied head. */
  public static ModelSpec gpt1(int layers, int heads, int width, int context, int vocabulary) {
    return decoder(
        layers,
        width,
        context,
        vocabulary,
        BlockForm.POST_NORM,
        LAYER_NORM,
        plainHeads(heads, width),
        new Positions.Learned(0),
        new Mlp(4 * width, Activation.GELU_TANH, false),
        true,
        new Head(true, false, 0),
        new Init.Normal(0.02, false, false));
  }

  /** GPT-2: branches read normalised inputs; learned positions, GELU, biases, tied head. */
  public static ModelSpec gpt2(int layers, int heads, int width, int context, int vocabulary) {
    return gpt3(layers, heads, width / heads, width, context, vocabulary, 0);
  }

  /** GPT-3: GPT-2 with bands of {@code window} keys in every second block, 0 for none. */
  public static ModelSpec gpt3(
      int layers, int heads, int headWidth, int width, int context, int vocabulary, int window) {
    return new ModelSpec(
        new Family.Decoder(window),
        layers,
        width,
        context,
        vocabulary,
        BlockForm.PRE_NORM,
        LAYER_NORM,
        new Attention(heads, heads, headWidth, true),
        new Positions.Learned(0),
        new Mlp(4 * width, Activation.GELU_TANH, false),
        true,
        new Head(true, false, 0),
        DropoutRates.NONE,
        GPT2_INIT);
  }

  /** OPT: GPT-2 with ReLU, its positions in rows from 2 on, and smaller first weights. */
  public static ModelSpec opt(int layers, int heads, int width, int context, int vocabulary) {
    return decoder(
        layers,
        width,
        context,
        vocabulary,
        BlockForm.PRE_NORM,
        LAYER_NORM,
        plainHeads(heads, width),
        new Positions.Learned(2),
        new Mlp(4 * width, Activation.RELU, false),
        true,
        new Head(true, false, 0),
        new Init.Normal(0.006, true, false));
  }

  /** Gopher and Chinchilla: RMS norm, scores by distance, GELU, biases, tied head. */
  public static ModelSpec gopher(
      int layers, int heads, int headWidth, int width, int context, int vocabulary) {
    return decoder(
        layers,
        width,
        context,
        vocabulary,
        BlockForm.PRE_NORM,
        new Norm(Norm.Kind.RMS, 1e-6),
        new Attention(heads, heads, headWidth, true),
        new Positions.Distances(),
        new Mlp(4 * width, Activation.GELU_TANH, false),
        true,
        new Head(true, false, 0),
        GPT2_INIT);
  }

  /** PaLM: parallel blocks, one key-value head, rotary positions, SwiGLU, scaled tied head. */
  public static ModelSpec palm(
      int layers, int heads, int headWidth, int width, int context, int vocabulary) {
    return decoder(
        layers,
        width,
        context,
        vocabulary,
        BlockForm.PARALLEL,
        new Norm(Norm.Kind.LAYER, 1e-6),
        new Attention(heads, 1, headWidth, true),
        new Positions.Rotary(10_000),
        new Mlp(4 * width, Activation.SILU, true),
        false,
        new Head(true, true, 1e-4),
        new Init.FanIn());
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
    return decoder(
        layers,
        width,
        context,
        vocabulary,
        BlockForm.PRE_NORM,
        new Norm(Norm.Kind.RMS, 1e-5),
        new Attention(heads, keyValueHeads, width / heads, true),
        new Positions.Rotary(10_000),
        new Mlp(mlpWidth, Activation.SILU, true),
        false,
        new Head(false, false, 0),
        new Init.Normal(0.02, false, false));
  }

  /** BERT: an encoder whose sums are normalised, with its two heads. */
  public static ModelSpec bert(int layers, int heads, int width, int context, int vocabulary) {
    return new ModelSpec(
        new Family.Encoder(2),
        layers,
        width,
        context,
        vocabulary,
        BlockForm.POST_NORM,
        new Norm(Norm.Kind.LAYER, 1e-12),
        plainHeads(heads, width),
        new Positions.Learned(0),
        new Mlp(4 * width, Activation.GELU_TANH, false),
        true,
        new Head(true, false, 0),
        DropoutRates.NONE,
        new Init.Normal(0.02, false, true));
  }

  /** T5: as many blocks in encoder and decoder, biases by bucket, scaled tied head. */
  public static ModelSpec t5(
      int layers, int heads, int headWidth, int width, int mlpWidth, int context, int vocabulary) {
    return new ModelSpec(
        new Family.EncoderDecoder(layers),
        layers,
        width,
        context,
        vocabulary,
        BlockForm.PRE_NORM,
        new Norm(Norm.Kind.RMS, 1e-6),
        new Attention(heads, heads, headWidth, false),
        new Positions.Buckets(32, 128),
        new Mlp(mlpWidth, Activation.RELU, false),
        false,
        new Head(true, true, 0),
        DropoutRates.NONE,
        new Init.T5());
  }

  private static Attention plainHeads(int heads, int width) {
    return new Attention(heads, heads, width / heads, true);
  }

  private static ModelSpec decoder(
      int layers,
      int width,
      int context,
      int vocabulary,
      BlockForm block,
      Norm norm,
      Attention attention,
      Positions positions,
      Mlp mlp,
      boolean biases,
      Head head,
      Init init) {
    return new ModelSpec(
        new Family.Decoder(0),
        layers,
        width,
        context,
        vocabulary,
        block,
        norm,
        attention,
        positions,
        mlp,
        biases,
        head,
        DropoutRates.NONE,
        init);
  }
}
