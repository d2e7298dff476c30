package kleiber.lm.config;

import kleiber.core.KleiberException;
import kleiber.core.schema.Key;
import kleiber.engine.kernels.Activation;
import kleiber.lm.model.spec.ModelLimits;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.ModelSpec.Attention;
import kleiber.lm.model.spec.ModelSpec.BlockForm;
import kleiber.lm.model.spec.ModelSpec.DropoutRates;
import kleiber.lm.model.spec.ModelSpec.Family;
import kleiber.lm.model.spec.ModelSpec.Head;
import kleiber.lm.model.spec.ModelSpec.Mlp;
import kleiber.lm.model.spec.ModelSpec.Norm;
import kleiber.lm.model.spec.Positions;

/** The {@code model} group: a {@link ModelSpec} with what follows from other values left out. */
public record ModelConfig(
    @Key(
            doc =
                "decoder: predicts the next token. encoder: BERT. encoder-decoder: T5, with as"
                    + " many blocks in each.",
            value = "decoder")
        FamilyName family,
    @Key(doc = "Blocks L.", value = "4", min = 1, max = ModelLimits.LAYERS) int layers,
    @Key(doc = "Attention heads per block, H.", value = "4", min = 1) int heads,
    @Key(doc = "Key-value heads per block; 0 for as many as heads.", value = "0", min = 0)
        int kvHeads,
    @Key(doc = "Channels per head; 0 for width/heads.", value = "0", min = 0) int headWidth,
    @Key(
            doc = "Channels C of the residual stream.",
            value = "128",
            min = 1,
            max = ModelLimits.WIDTH)
        int width,
    @Key(
            doc = "Positions T of a training sequence.",
            value = "128",
            min = 1,
            max = ModelLimits.CONTEXT)
        int context,
    @Key(
            doc = "Vocabulary size V; 0 for the tokenizer's.",
            value = "0",
            min = 0,
            max = ModelLimits.VOCABULARY)
        int vocab,
    @Key(
            doc =
                "Hidden channels of the MLP; 0 for 4·width, or 8/3·width rounded up to a multiple"
                    + " of 8 where the activation is gated.",
            value = "0",
            min = 0,
            max = ModelLimits.INNER_WIDTH)
        int mlpWidth,
    @Key(doc = "Normalisation.", value = "layer") Norm.Kind norm,
    @Key(doc = "Added to the variance in norms.", value = "1e-5", min = 0) double normEps,
    @Key(doc = "Norm before each branch (pre) or after each sum (post).", value = "pre")
        NormPlace normPlace,
    @Key(
            doc = "Whether attention and MLP read the same norm and are added together (PaLM).",
            value = "false")
        boolean parallelBlock,
    @Key(
            doc =
                "Position information. buckets: T5's bias by bucket of distances. distances:"
                    + " Transformer-XL's scores.",
            value = "learned")
        PositionKind positions,
    @Key(doc = "Base of the rotary frequencies.", value = "10000", min = 1) double ropeTheta,
    @Key(
            doc = "Row of the learned table for position 0; OPT leaves two unused.",
            value = "0",
            min = 0,
            max = ModelLimits.CONTEXT)
        int positionOffset,
    @Key(doc = "Buckets of distances.", value = "32", min = 4, max = ModelLimits.KINDS)
        int positionBuckets,
    @Key(doc = "Distance from which on all share a bucket.", value = "128", min = 4)
        int maxDistance,
    @Key(
            doc =
                "Keys that the blocks beside those of fullEvery see, the nearest ones; 0 for all"
                    + " (GPT-3: every second block).",
            value = "0",
            min = 0)
        int window,
    @Key(doc = "Whether attention scores are divided by √headWidth.", value = "true")
        boolean scaledScores,
    @Key(doc = "Nonlinearity of the MLP.", value = "gelu-tanh") MlpActivation activation,
    @Key(doc = "Biases in linear layers and layer norms.", value = "true") boolean bias,
    @Key(doc = "Whether the output head is the token embedding.", value = "true") boolean tied,
    @Key(doc = "Whether what the output head reads is divided by √width.", value = "false")
        boolean scaledHead,
    @Key(
            doc = "Dropout rate after the embedding and at the end of every branch.",
            value = "0",
            min = 0,
            max = 0.99)
        double dropout,
    @Key(
            doc = "Dropout rate after the embedding; -1 for that of dropout.",
            value = "-1",
            min = -1,
            max = 0.99)
        double embeddingDropout,
    @Key(doc = "Dropout rate of attention probabilities.", value = "0", min = 0, max = 0.99)
        double attentionDropout,
    @Key(doc = "Dropout rate of the MLP's hidden channels.", value = "0", min = 0, max = 0.99)
        double mlpDropout,
    InitConfig init,
    @Key(
            doc = "How first weights, rates and factors follow from the size.",
            value = "standard",
            later = true)
        ParametrisationConfig parametrisation,
    @Key(
            doc =
                "Blocks 0, k, 2k and so on see all keys, the others those of the window; 0 for"
                    + " none.",
            value = "2",
            min = 0,
            max = ModelLimits.LAYERS,
            later = true)
        int fullEvery,
    @Key(
            doc =
                "Whether every head's queries and keys are RMS-normed, with a gain: scores stay"
                    + " small at high rates (Qwen3, Gemma 3).",
            value = "false",
            later = true)
        boolean qkNorm,
    @Key(
            doc = "Logits become cap·tanh(logit/cap), such as 30; 0 for none (Gemma 2).",
            value = "0",
            min = 0,
            later = true)
        double logitSoftcap) {

  /** What a model attends to and predicts. */
  public enum FamilyName {
    DECODER,
    ENCODER,
    ENCODER_DECODER
  }

  /** Where a block normalises. */
  public enum NormPlace {
    PRE,
    POST
  }

  /** How a model knows the order of its tokens. */
  public enum PositionKind {
    LEARNED,
    ROTARY,
    BUCKETS,
    DISTANCES,
    NONE
  }

  /** Nonlinearities by the names the field uses. */
  public enum MlpActivation {
    RELU(Activation.RELU, false),
    RELU_SQUARED(Activation.RELU_SQUARED, false),
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

  /** Refuses sizes that do not divide and parts that do not go together. */
  public ModelConfig {
    if (headWidth == 0 && width % heads != 0) {
      throw new IllegalArgumentException(
          "width " + width + " is not a multiple of heads " + heads + "; or give headWidth");
    }
    if (kvHeads > 0 && heads % kvHeads != 0) {
      throw new IllegalArgumentException(
          "heads " + heads + " is not a multiple of kvHeads " + kvHeads);
    }
    if (parallelBlock && normPlace == NormPlace.POST) {
      throw new IllegalArgumentException("parallelBlock needs normPlace pre");
    }
    if (tied && init.zeroHead()) {
      throw new IllegalArgumentException(
          "init.zeroHead is for an output head of its own, and here it is the embedding; set tied"
              + " to false");
    }
    if (window > 0 && family != FamilyName.DECODER) {
      throw new IllegalArgumentException("window needs family decoder");
    }
    if (maxDistance <= positionBuckets / 2) {
      throw new IllegalArgumentException(
          "maxDistance "
              + maxDistance
              + " is not above positionBuckets/2 = "
              + positionBuckets / 2);
    }
  }

  /**
   * The architecture.
   *
   * @param tokenizerVocabulary the tokenizer's token kinds
   * @throws KleiberException when {@code vocab} is too small for the tokenizer, or parts do not go
   *     together
   */
  public ModelSpec spec(int tokenizerVocabulary) {
    try {
      return checked(tokenizerVocabulary);
    } catch (IllegalArgumentException e) {
      throw KleiberException.usage("model: " + e.getMessage(), e);
    }
  }

  private ModelSpec checked(int tokenizerVocabulary) {
    if (vocab > 0 && vocab < tokenizerVocabulary) {
      throw new IllegalArgumentException(
          "vocab "
              + vocab
              + " is below the tokenizer's "
              + tokenizerVocabulary
              + "; leave it out or raise it");
    }
    return ModelSpec.builder()
        .family(familySpec())
        .layers(layers)
        .width(width)
        .context(context)
        .vocabulary(vocab > 0 ? vocab : tokenizerVocabulary)
        .block(blockForm())
        .norm(norm, normEps)
        .attention(
            new Attention(
                heads,
                kvHeads > 0 ? kvHeads : heads,
                headWidth > 0 ? headWidth : width / heads,
                scaledScores,
                qkNorm))
        .positions(positionSpec())
        .mlp(
            new Mlp(
                mlpWidth > 0 ? mlpWidth : usualMlpWidth(width),
                activation.function,
                activation.gated))
        .biases(bias)
        .head(new Head(tied, scaledHead, 0, logitSoftcap))
        .dropout(
            new DropoutRates(
                embeddingDropout < 0 ? dropout : embeddingDropout,
                attentionDropout,
                mlpDropout,
                dropout))
        .init(init.init())
        .parametrisation(parametrisation.of(this))
        .build();
  }

  /** Hidden channels of an MLP where none are given. */
  int usualMlpWidth(int channels) {
    return activation.gated ? (8 * channels / 3 + 7) / 8 * 8 : 4 * channels;
  }

  private Family familySpec() {
    return switch (family) {
      case DECODER -> new Family.Decoder(window, fullEvery);
      case ENCODER -> new Family.Encoder(2);
      case ENCODER_DECODER -> new Family.EncoderDecoder(layers);
    };
  }

  private BlockForm blockForm() {
    if (parallelBlock) {
      return BlockForm.PARALLEL;
    }
    return normPlace == NormPlace.PRE ? BlockForm.PRE_NORM : BlockForm.POST_NORM;
  }

  private Positions positionSpec() {
    return switch (positions) {
      case LEARNED -> new Positions.Learned(positionOffset);
      case ROTARY -> new Positions.Rotary(ropeTheta);
      case BUCKETS -> new Positions.Buckets(positionBuckets, maxDistance);
      case DISTANCES -> new Positions.Distances();
      case NONE -> new Positions.None();
    };
  }
}
