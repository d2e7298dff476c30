package kleiber.lm.interchange.family;

import com.fasterxml.jackson.databind.node.ObjectNode;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.ModelSpecBuilder;

/**
 * What a family's config.json calls the sizes that every model has, and what they are where it does
 * not say: the defaults of Hugging Face's configuration classes.
 *
 * @param layers blocks, of an encoder-decoder in its encoder
 * @param width channels of the residual stream
 * @param heads query heads
 * @param mlpWidth hidden channels of the feed-forward part
 * @param context longest sequence
 * @param absent what holds for a size that is absent or null
 */
record SizeKeys(
    String layers, String width, String heads, String mlpWidth, String context, Defaults absent) {
  /**
   * Sizes of a folder that names none.
   *
   * @param mlpWidth 0 for four times the folder's width
   */
  record Defaults(int layers, int width, int heads, int mlpWidth, int context, int vocabulary) {}

  /** GPT-2 and Gopher. */
  static final SizeKeys GPT2 =
      new SizeKeys(
          "n_layer",
          "n_embd",
          "n_head",
          "n_inner",
          "n_positions",
          new Defaults(12, 768, 12, 0, 1024, 50_257));

  static final SizeKeys GPT1 = GPT2.with(new Defaults(12, 768, 12, 0, 512, 40_478));

  static final SizeKeys GPT_NEO =
      new SizeKeys(
          "num_layers",
          "hidden_size",
          "num_heads",
          "intermediate_size",
          "max_position_embeddings",
          new Defaults(24, 2048, 16, 0, 2048, 50_257));

  static final SizeKeys LLAMA =
      new SizeKeys(
          "num_hidden_layers",
          "hidden_size",
          "num_attention_heads",
          "intermediate_size",
          "max_position_embeddings",
          new Defaults(32, 4096, 32, 11_008, 2048, 32_000));

  static final SizeKeys PALM = LLAMA.with(new Defaults(32, 4096, 32, 0, 2048, 32_000));

  static final SizeKeys BERT = LLAMA.with(new Defaults(12, 768, 12, 3072, 512, 30_522));

  static final SizeKeys OPT =
      new SizeKeys(
          LLAMA.layers,
          LLAMA.width,
          LLAMA.heads,
          "ffn_dim",
          LLAMA.context,
          new Defaults(12, 768, 12, 3072, 2048, 50_272));

  static final SizeKeys T5 =
      new SizeKeys(
          "num_layers",
          "d_model",
          "num_heads",
          "d_ff",
          "n_positions",
          new Defaults(6, 512, 8, 2048, 512, 32_128));

  private static final String VOCABULARY = "vocab_size";
  private static final String HEAD_WIDTH = "head_dim";

  private SizeKeys with(Defaults others) {
    return new SizeKeys(layers, width, heads, mlpWidth, context, others);
  }

  /** An architecture's blocks, channels, context and vocabulary. */
  ModelSpecBuilder read(HuggingFaceConfig config) {
    return ModelSpec.builder()
        .layers(layers(config))
        .width(width(config))
        .context(config.size(context, absent.context))
        .vocabulary(config.size(VOCABULARY, absent.vocabulary));
  }

  int layers(HuggingFaceConfig config) {
    return config.size(layers, absent.layers);
  }

  int width(HuggingFaceConfig config) {
    return config.size(width, absent.width);
  }

  int heads(HuggingFaceConfig config) {
    return config.size(heads, absent.heads);
  }

  /**
   * Channels of a head where all heads together have those of the residual stream.
   *
   * @throws IllegalArgumentException when they cannot
   */
  int evenHeadWidth(HuggingFaceConfig config) {
    int channels = width(config);
    int parts = heads(config);
    if (channels % parts != 0) {
      throw new IllegalArgumentException(
          width + " = " + channels + " does not divide by " + heads + " = " + parts);
    }
    return channels / parts;
  }

  /** Channels of a head where a folder may name them. */
  int headWidth(HuggingFaceConfig config) {
    return config.isAbsent(HEAD_WIDTH) ? evenHeadWidth(config) : config.size(HEAD_WIDTH);
  }

  /** Hidden channels of the feed-forward part. */
  int mlpWidth(HuggingFaceConfig config) {
    return config.size(mlpWidth, absent.mlpWidth > 0 ? absent.mlpWidth : 4 * width(config));
  }

  /** Writes all of these. */
  void write(ModelSpec spec, ObjectNode config) {
    config.put(layers, spec.layers()).put(width, spec.width());
    config.put(heads, spec.attention().heads()).put(mlpWidth, spec.mlp().width());
    config.put(context, spec.context()).put(VOCABULARY, spec.vocabulary());
  }

  /** Writes the width of a head, where it need not follow from the others. */
  static void writeHeadWidth(ModelSpec spec, ObjectNode config) {
    config.put(HEAD_WIDTH, spec.attention().headWidth());
  }
}
