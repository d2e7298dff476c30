package kleiber.lm.model.spec;

import kleiber.engine.kernels.Activation;
import kleiber.engine.kernels.AttentionMask;
import kleiber.lm.batch.BatchLayout;
import kleiber.lm.batch.Field;

/**
 * The whole architecture of a language model.
 *
 * @param family decoder, encoder, or both
 * @param layers number of blocks L; of an encoder-decoder, of its encoder
 * @param width channels C of the residual stream
 * @param context longest sequence T, of an encoder-decoder for its encoder
 * @param vocabulary token kinds V
 * @param block where a block has its norms
 * @param norm kind of normalisation
 * @param attention heads
 * @param positions how the model knows the order of its tokens
 * @param mlp a block's feed-forward part
 * @param biases whether linear layers and layer norms have biases
 * @param head from the last block to the loss
 * @param dropout rates in training
 * @param init how weights start
 * @param parametrisation how first weights, rates and factors follow from the size
 */
public record ModelSpec(
    Family family,
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
    DropoutRates dropout,
    Init init,
    Parametrisation parametrisation) {

  /** Refuses what is missing or of an impossible size, and combinations that no model here has. */
  public ModelSpec {
    Sound.parts(
        family, block, norm, attention, positions, mlp, head, dropout, init, parametrisation);
    ModelLimits.require("layers", layers, 1, ModelLimits.LAYERS);
    ModelLimits.require("width", width, 1, ModelLimits.WIDTH);
    ModelLimits.require("context", context, 1, ModelLimits.CONTEXT);
    ModelLimits.require("vocabulary", vocabulary, 1, ModelLimits.VOCABULARY);
    Sound.together(family, width, attention, positions);
    Sound.capped(family, head);
    parametrisation.require(family, block, width, attention, positions);
  }

  /** What is attended to, and what is predicted. */
  public sealed interface Family {
    /** Whether batches of {@code layout} are what this family is trained on. */
    boolean takes(BatchLayout layout);

    /**
     * Every token predicts the next.
     *
     * @param window keys that the other blocks see, the nearest ones; 0 for all
     * @param fullEvery blocks 0, k, 2k and so on see all keys; 0 for no block. 2 is every second
     *     block (GPT-3, arXiv:2005.14165, section 2.1)
     */
    record Decoder(int window, int fullEvery) implements Family {
      public Decoder {
        ModelLimits.require("window", window, 0, Integer.MAX_VALUE);
        ModelLimits.require("full every", fullEvery, 0, ModelLimits.LAYERS);
      }

      /** Every second block has the window. */
      public Decoder(int window) {
        this(window, 2);
      }

      @Override
      public boolean takes(BatchLayout layout) {
        return layout.equals(BatchLayout.causal(layout.length()));
      }

      /** What block {@code layer} sees. */
      public AttentionMask mask(int layer) {
        boolean full = window == 0 || fullEvery > 0 && layer % fullEvery == 0;
        return full ? AttentionMask.CAUSAL : AttentionMask.banded(window);
      }
    }

    /**
     * BERT: every token sees every other; masked tokens are predicted, and the class of a pair of
     * segments (arXiv:1810.04805).
     *
     * @param segments kinds of segments
     */
    record Encoder(int segments) implements Family {
      public Encoder {
        ModelLimits.require("segments", segments, 1, ModelLimits.KINDS);
      }

      @Override
      public boolean takes(BatchLayout layout) {
        return layout.equals(BatchLayout.masked(layout.length()));
      }
    }

    /**
     * T5: an encoder, and a decoder that also attends to its output (arXiv:1910.10683).
     *
     * @param decoderLayers blocks of the decoder
     */
    record EncoderDecoder(int decoderLayers) implements Family {
      public EncoderDecoder {
        ModelLimits.require("decoder layers", decoderLayers, 1, ModelLimits.LAYERS);
      }

      @Override
      public boolean takes(BatchLayout layout) {
        return layout.columns(Field.SOURCE) > 0;
      }
    }
  }

  /** Where a block has its norms. */
  public enum BlockForm {
    /** x + f(norm(x)) for each part, and one norm after the last block (GPT-2 and later). */
    PRE_NORM,
    /** norm(x + f(x)) for each part (GPT-1, BERT). */
    POST_NORM,
    /** x + attention(norm(x)) + mlp(norm(x)), and one norm after the last block (PaLM). */
    PARALLEL
  }

  /**
   * A normalisation.
   *
   * @param kind layer norm or RMS norm
   * @param epsilon added to the variance
   */
  public record Norm(Kind kind, double epsilon) {
    public Norm {
      Sound.given("norm.kind", kind);
      Sound.number("norm.epsilon", epsilon);
    }

    /** Kinds of normalisation. */
    public enum Kind {
      LAYER,
      RMS
    }
  }

  /**
   * The heads of a block.
   *
   * @param heads query heads H
   * @param keyValueHeads key-value heads K, a divisor of H; H for plain multi-head attention
   * @param headWidth channels per head
   * @param scaled whether scores are divided by √headWidth
   * @param normed whether every head's queries and keys are RMS-normed (arXiv:2302.05442)
   */
  public record Attention(
      int heads, int keyValueHeads, int headWidth, boolean scaled, boolean normed) {
    /** Queries and keys as they are projected. */
    public Attention(int heads, int keyValueHeads, int headWidth, boolean scaled) {
      this(heads, keyValueHeads, headWidth, scaled, false);
    }

    public Attention {
      if (heads < 1 || keyValueHeads < 1 || headWidth < 1 || heads % keyValueHeads != 0) {
        throw new IllegalArgumentException(
            heads + " heads cannot share " + keyValueHeads + " key-value heads evenly");
      }
      ModelLimits.require(
          "channels of all heads", (long) heads * headWidth, 1, ModelLimits.INNER_WIDTH);
    }

    /** Channels of all queries. */
    public int queryWidth() {
      return heads * headWidth;
    }

    /** Channels of all keys, and of all values. */
    public int keyWidth() {
      return keyValueHeads * headWidth;
    }

    /** The factor on scores. */
    public double scale() {
      return scaled ? 1 / Math.sqrt(headWidth) : 1;
    }
  }

  /**
   * A block's feed-forward part.
   *
   * @param width hidden channels F
   * @param activation its nonlinearity
   * @param gated whether the activation gates a second projection (SwiGLU is a gated SiLU)
   */
  public record Mlp(int width, Activation activation, boolean gated) {
    public Mlp {
      ModelLimits.require("hidden channels", width, 1, ModelLimits.INNER_WIDTH);
      Sound.given("mlp.activation", activation);
    }
  }

  /**
   * From the last block to the loss.
   *
   * @param tied whether the output head is the token embedding
   * @param scaled whether what the head reads is divided by √C
   * @param zLoss coefficient of logsumexp² in the loss (PaLM, arXiv:2204.02311, section 5)
   * @param softcap what logits approach and never reach: cap·tanh(logit/cap); 0 for none (Gemma 2,
   *     arXiv:2408.00118, section 2)
   */
  public record Head(boolean tied, boolean scaled, double zLoss, double softcap) {
    /** Logits as they are. */
    public Head(boolean tied, boolean scaled, double zLoss) {
      this(tied, scaled, zLoss, 0);
    }

    public Head {
      Sound.number("head.zLoss", zLoss);
      Sound.number("head.softcap", softcap);
    }
  }

  /**
   * Dropout rates.
   *
   * @param embedding after the embedding
   * @param attention of the attention probabilities
   * @param hidden of the feed-forward part's hidden channels
   * @param residual at the end of every branch
   */
  public record DropoutRates(double embedding, double attention, double hidden, double residual) {
    /** No dropout anywhere. */
    public static final DropoutRates NONE = new DropoutRates(0, 0, 0, 0);

    public DropoutRates {
      Sound.rates(embedding, attention, hidden, residual);
    }
  }

  /** An architecture to be put together. */
  public static ModelSpecBuilder builder() {
    return new ModelSpecBuilder();
  }

  /** This architecture, to be changed in parts. */
  public ModelSpecBuilder toBuilder() {
    return new ModelSpecBuilder(this);
  }

  /** The same architecture with or without biases. */
  public ModelSpec withBiases(boolean present) {
    return toBuilder().biases(present).build();
  }

  /** The same architecture with another coefficient of the z-loss. */
  public ModelSpec withZLoss(double zLoss) {
    return toBuilder().head(new Head(head.tied(), head.scaled(), zLoss, head.softcap())).build();
  }

  /** Whether layer norms here have biases. */
  public boolean normBiases() {
    return biases && norm.kind() == Norm.Kind.LAYER;
  }
}
