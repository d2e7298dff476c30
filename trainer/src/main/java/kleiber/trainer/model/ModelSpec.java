package kleiber.trainer.model;

import kleiber.trainer.kernels.Activation;

/**
 * The whole architecture of a decoder language model.
 *
 * @param layers number of blocks L
 * @param heads query heads a block, H
 * @param keyValueHeads key-value heads a block, a divisor of {@code heads}; equal for plain
 *     multi-head attention
 * @param width channels C of the residual stream, a multiple of {@code heads}
 * @param context longest sequence T
 * @param vocabulary token kinds V
 * @param mlpWidth hidden channels F of a block's feed-forward part
 * @param norm layer norm or RMS norm
 * @param normEpsilon added to the variance
 * @param normPlace before each branch, or after each sum
 * @param positions learned table, rotary, or none
 * @param rotaryTheta base of the rotary frequencies
 * @param activation of the feed-forward part
 * @param gated whether the activation gates a second projection (SwiGLU is a gated SiLU)
 * @param biases whether linear layers and layer norms have biases
 * @param tied whether the output head is the token embedding
 * @param dropout rate after the embedding and at the end of every branch, in training
 * @param init how weights start
 */
public record ModelSpec(
    int layers,
    int heads,
    int keyValueHeads,
    int width,
    int context,
    int vocabulary,
    int mlpWidth,
    Norm norm,
    double normEpsilon,
    NormPlace normPlace,
    Positions positions,
    double rotaryTheta,
    Activation activation,
    boolean gated,
    boolean biases,
    boolean tied,
    double dropout,
    Init init) {

  /** Kinds of normalisation. */
  public enum Norm {
    LAYER,
    RMS
  }

  /** Where a block normalises. */
  public enum NormPlace {
    /** x + f(norm(x)), and one norm before the head (GPT-2 and later). */
    PRE,
    /** norm(x + f(x)), and none before the head (GPT-1, BERT). */
    POST
  }

  /** How a model knows the order of its tokens. */
  public enum Positions {
    LEARNED,
    ROTARY,
    NONE
  }

  /**
   * How weights start: N(0, std²); norms at gain 1, bias 0; linear biases 0.
   *
   * @param std standard deviation of linear and embedding weights
   * @param scaleResiduals whether projections that end a residual branch start at std/√(2L) (GPT-2)
   */
  public record Init(double std, boolean scaleResiduals) {}

  /** GPT-2's architecture at a size: layer norm, learned positions, GELU, biases, tied head. */
  public static ModelSpec gpt2(int layers, int heads, int width, int context, int vocabulary) {
    return new ModelSpec(
        layers,
        heads,
        heads,
        width,
        context,
        vocabulary,
        4 * width,
        Norm.LAYER,
        1e-5,
        NormPlace.PRE,
        Positions.LEARNED,
        10_000,
        Activation.GELU_TANH,
        false,
        true,
        true,
        0,
        new Init(0.02, true));
  }

  /** LLaMA's architecture at a size: RMS norm, rotary positions, SwiGLU, no biases, own head. */
  public static ModelSpec llama(
      int layers,
      int heads,
      int keyValueHeads,
      int width,
      int mlpWidth,
      int context,
      int vocabulary) {
    return new ModelSpec(
        layers,
        heads,
        keyValueHeads,
        width,
        context,
        vocabulary,
        mlpWidth,
        Norm.RMS,
        1e-5,
        NormPlace.PRE,
        Positions.ROTARY,
        10_000,
        Activation.SILU,
        true,
        false,
        false,
        0,
        new Init(0.02, false));
  }

  /** The same architecture with or without biases. */
  public ModelSpec withBiases(boolean present) {
    return new ModelSpec(
        layers,
        heads,
        keyValueHeads,
        width,
        context,
        vocabulary,
        mlpWidth,
        norm,
        normEpsilon,
        normPlace,
        positions,
        rotaryTheta,
        activation,
        gated,
        present,
        tied,
        dropout,
        init);
  }

  /** Channels a head. */
  public int headWidth() {
    return width / heads;
  }

  /** Columns of the fused query, key and value projection. */
  public int qkvWidth() {
    return (heads + 2 * keyValueHeads) * headWidth();
  }
}
