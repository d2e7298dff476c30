package kleiber.trainer.interchange;

import com.fasterxml.jackson.databind.node.ObjectNode;
import kleiber.trainer.model.ModelSpec;
import kleiber.trainer.model.ModelSpecBuilder;

/**
 * What a family's config.json calls the sizes that every model has.
 *
 * @param layers blocks, of an encoder-decoder in its encoder
 * @param width channels of the residual stream
 * @param heads query heads
 * @param mlpWidth hidden channels of the feed-forward part
 * @param context longest sequence
 */
record SizeKeys(String layers, String width, String heads, String mlpWidth, String context) {
  /** GPT-1, GPT-2 and Gopher. */
  static final SizeKeys GPT = new SizeKeys("n_layer", "n_embd", "n_head", "n_inner", "n_positions");

  /** LLaMA, PaLM and BERT. */
  static final SizeKeys LLAMA =
      new SizeKeys(
          "num_hidden_layers",
          "hidden_size",
          "num_attention_heads",
          "intermediate_size",
          "max_position_embeddings");

  /** OPT. */
  static final SizeKeys OPT =
      new SizeKeys(LLAMA.layers, LLAMA.width, LLAMA.heads, "ffn_dim", LLAMA.context);

  /** T5. */
  static final SizeKeys T5 =
      new SizeKeys("num_layers", "d_model", "num_heads", "d_ff", "n_positions");

  private static final String VOCABULARY = "vocab_size";
  private static final String HEAD_WIDTH = "head_dim";

  /** An architecture's blocks, channels, context and vocabulary. */
  ModelSpecBuilder read(HuggingFaceConfig config, int defaultContext) {
    return ModelSpec.builder()
        .layers(config.size(layers))
        .width(config.size(width))
        .context(config.size(context, defaultContext))
        .vocabulary(config.size(VOCABULARY));
  }

  int heads(HuggingFaceConfig config) {
    return config.size(heads);
  }

  /**
   * Channels of a head where all heads together have those of the residual stream.
   *
   * @throws IllegalArgumentException when they cannot
   */
  int evenHeadWidth(HuggingFaceConfig config) {
    int channels = config.size(width);
    int parts = config.size(heads);
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

  int mlpWidth(HuggingFaceConfig config) {
    return config.size(mlpWidth);
  }

  /** Hidden channels, four times those of the residual stream where they are not named. */
  int mlpWidthOrFourfold(HuggingFaceConfig config) {
    return config.size(mlpWidth, 4 * config.size(width));
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
