package kleiber.trainer.config;

import kleiber.trainer.kernels.Activation;
import kleiber.trainer.model.ModelSpec;
import kleiber.trainer.model.ModelSpec.Init;
import kleiber.trainer.model.ModelSpec.Norm;
import kleiber.trainer.model.ModelSpec.NormPlace;
import kleiber.trainer.model.ModelSpec.Positions;

/** The {@code model} group: a {@link ModelSpec} with what follows from other values left out. */
public record ModelConfig(
    @Key(doc = "Blocks L.", value = "4", min = 1) int layers,
    @Key(doc = "Attention heads a block, H.", value = "4", min = 1) int heads,
    @Key(doc = "Key-value heads a block; 0 for as many as heads.", value = "0", min = 0)
        int kvHeads,
    @Key(doc = "Channels C of the residual stream.", value = "128", min = 1) int width,
    @Key(doc = "Positions T of a training sequence.", value = "128", min = 1) int context,
    @Key(doc = "Token kinds V; 0 for the tokenizer's.", value = "0", min = 0) int vocab,
    @Key(
            doc =
                "Hidden channels of the MLP; 0 for 4·width, or 8/3·width rounded up to a multiple"
                    + " of 8 where the activation is gated.",
            value = "0",
            min = 0)
        int mlpWidth,
    @Key(doc = "Normalisation.", value = "layer") Norm norm,
    @Key(doc = "Added to the variance in norms.", value = "1e-5", min = 0) double normEps,
    @Key(doc = "Norm before each branch (pre) or after each sum (post).", value = "pre")
        NormPlace normPlace,
    @Key(doc = "Position information.", value = "learned") Positions positions,
    @Key(doc = "Base of the rotary frequencies.", value = "10000", min = 1) double ropeTheta,
    @Key(doc = "Nonlinearity of the MLP.", value = "gelu-tanh") MlpActivation activation,
    @Key(doc = "Biases in linear layers and layer norms.", value = "true") boolean bias,
    @Key(doc = "Whether the output head is the token embedding.", value = "true") boolean tied,
    @Key(
            doc = "Dropout rate after the embedding and at the end of every branch.",
            value = "0",
            min = 0,
            max = 0.99)
        double dropout,
    InitConfig init) {

  /** Nonlinearities by the names the field uses. */
  public enum MlpActivation {
    RELU(Activation.RELU, false),
    GELU(Activation.GELU, false),
    GELU_TANH(Activation.GELU_TANH, false),
    SWIGLU(Activation.SILU, true),
    GEGLU(Activation.GELU, true);

    private final Activation function;
    private final boolean gated;

    MlpActivation(Activation function, boolean gated) {
      this.function = function;
      this.gated = gated;
    }
  }

  /**
   * The {@code model.init} group.
   *
   * @param std standard deviation of linear and embedding weights
   * @param residualScaling whether residual projections start at std/√(2L)
   */
  public record InitConfig(
      @Key(doc = "Standard deviation of initial weights.", value = "0.02", min = 0) double std,
      @Key(doc = "Projections that end a residual branch start at std/√(2L).", value = "true")
          boolean residualScaling) {}

  /** Refuses sizes that do not divide. */
  public ModelConfig {
    if (width % heads != 0) {
      throw new IllegalArgumentException("width " + width + " is not a multiple of heads " + heads);
    }
    if (kvHeads > 0 && heads % kvHeads != 0) {
      throw new IllegalArgumentException(
          "heads " + heads + " is not a multiple of kvHeads " + kvHeads);
    }
    if (positions == Positions.ROTARY && width / heads % 2 != 0) {
      throw new IllegalArgumentException(
          "rotary positions need an even head width, not width/heads = " + width / heads);
    }
  }

  /**
   * The architecture.
   *
   * @param tokenizerVocabulary the tokenizer's token kinds
   * @throws IllegalArgumentException when {@code vocab} is too small for the tokenizer
   */
  public ModelSpec spec(int tokenizerVocabulary) {
    if (vocab > 0 && vocab < tokenizerVocabulary) {
      throw new IllegalArgumentException(
          "model.vocab "
              + vocab
              + " is below the tokenizer's "
              + tokenizerVocabulary
              + "; leave it out or raise it");
    }
    int gatedWidth = (8 * width / 3 + 7) / 8 * 8;
    return new ModelSpec(
        layers,
        heads,
        kvHeads > 0 ? kvHeads : heads,
        width,
        context,
        vocab > 0 ? vocab : tokenizerVocabulary,
        mlpWidth > 0 ? mlpWidth : activation.gated ? gatedWidth : 4 * width,
        norm,
        normEps,
        normPlace,
        positions,
        ropeTheta,
        activation.function,
        activation.gated,
        bias,
        tied,
        dropout,
        new Init(init.std(), init.residualScaling()));
  }
}
