package kleiber.trainer.interchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kleiber.trainer.KleiberException;
import kleiber.trainer.kernels.Activation;
import kleiber.trainer.model.ModelSpec;
import kleiber.trainer.model.ModelSpec.Init;
import kleiber.trainer.model.ModelSpec.Norm;
import kleiber.trainer.model.ModelSpec.NormPlace;
import kleiber.trainer.model.ModelSpec.Positions;

/** {@code config.json} of the GPT-2 and LLaMA families, to and from a {@link ModelSpec}. */
final class HuggingFaceConfig {
  private static final int LARGEST = 1 << 24;

  private final Path file;
  private final JsonNode root;

  private HuggingFaceConfig(Path file, JsonNode root) {
    this.file = file;
    this.root = root;
  }

  /** Reads a config; impossible sizes and unknown families are errors that name the key. */
  static ModelSpec read(Path file) {
    JsonNode root;
    try {
      root = new ObjectMapper().readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw KleiberException.corrupt(file + " is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw KleiberException.usage(
          "no model in " + file.getParent() + ": cannot read " + file.getFileName(), e);
    }
    HuggingFaceConfig config = new HuggingFaceConfig(file, root);
    String type = root.path("model_type").asText();
    ModelSpec spec =
        switch (type) {
          case "gpt2" -> config.gpt2();
          case "llama" -> config.llama();
          default ->
              throw KleiberException.usage(
                  file + ": model_type \"" + type + "\" is not one of gpt2, llama");
        };
    if (spec.width() % spec.heads() != 0 || spec.heads() % spec.keyValueHeads() != 0) {
      throw KleiberException.corrupt(
          file
              + ": width "
              + spec.width()
              + ", heads "
              + spec.heads()
              + " and key-value heads "
              + spec.keyValueHeads()
              + " do not divide");
    }
    return spec;
  }

  private ModelSpec gpt2() {
    int width = size("n_embd", 0);
    int heads = size("n_head", 0);
    return new ModelSpec(
        size("n_layer", 0),
        heads,
        heads,
        width,
        size("n_positions", 1024),
        size("vocab_size", 0),
        size("n_inner", 4 * width),
        Norm.LAYER,
        root.path("layer_norm_epsilon").asDouble(1e-5),
        NormPlace.PRE,
        Positions.LEARNED,
        10_000,
        activation("activation_function", "gelu_new"),
        false,
        true,
        root.path("tie_word_embeddings").asBoolean(true),
        0,
        new Init(root.path("initializer_range").asDouble(0.02), true));
  }

  private ModelSpec llama() {
    int heads = size("num_attention_heads", 0);
    return new ModelSpec(
        size("num_hidden_layers", 0),
        heads,
        size("num_key_value_heads", heads),
        size("hidden_size", 0),
        size("max_position_embeddings", 2048),
        size("vocab_size", 0),
        size("intermediate_size", 0),
        Norm.RMS,
        root.path("rms_norm_eps").asDouble(1e-6),
        NormPlace.PRE,
        Positions.ROTARY,
        root.path("rope_theta").asDouble(10_000),
        activation("hidden_act", "silu"),
        true,
        false,
        root.path("tie_word_embeddings").asBoolean(false),
        0,
        new Init(root.path("initializer_range").asDouble(0.02), false));
  }

  /** A positive size, or {@code otherwise} where it is absent or null and has a default. */
  private int size(String key, int otherwise) {
    JsonNode node = root.path(key);
    if (otherwise > 0 && (node.isMissingNode() || node.isNull())) {
      return otherwise;
    }
    if (!node.isIntegralNumber() || node.asLong() < 1 || node.asLong() > LARGEST) {
      throw KleiberException.corrupt(
          file + ": " + key + " must be a size from 1 to " + LARGEST + ", not " + node);
    }
    return node.asInt();
  }

  private Activation activation(String key, String otherwise) {
    String name = root.path(key).asText(otherwise);
    return switch (name) {
      case "gelu_new", "gelu_pytorch_tanh" -> Activation.GELU_TANH;
      case "gelu" -> Activation.GELU;
      case "relu" -> Activation.RELU;
      case "silu", "swish" -> Activation.SILU;
      default ->
          throw KleiberException.usage(
              file + ": " + key + " \"" + name + "\" is not one of gelu_new, gelu, relu, silu");
    };
  }

  /** The config.json of {@code spec}. */
  static ObjectNode write(ModelSpec spec, HuggingFaceLayout.Family family) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("model_type", family.modelType());
    String activation =
        switch (spec.activation()) {
          case GELU_TANH -> "gelu_new";
          case GELU -> "gelu";
          case RELU -> "relu";
          case SILU -> "silu";
          case TANH -> "tanh";
        };
    if (family == HuggingFaceLayout.Family.GPT2) {
      root.putArray("architectures").add("GPT2LMHeadModel");
      root.put("n_embd", spec.width()).put("n_layer", spec.layers()).put("n_head", spec.heads());
      root.put("n_inner", spec.mlpWidth()).put("n_positions", spec.context());
      root.put("vocab_size", spec.vocabulary()).put("layer_norm_epsilon", spec.normEpsilon());
      root.put("activation_function", activation);
      root.put("resid_pdrop", spec.dropout()).put("embd_pdrop", spec.dropout());
      root.put("attn_pdrop", 0.0);
    } else {
      root.putArray("architectures").add("LlamaForCausalLM");
      root.put("hidden_size", spec.width()).put("num_hidden_layers", spec.layers());
      root.put("num_attention_heads", spec.heads());
      root.put("num_key_value_heads", spec.keyValueHeads());
      root.put("intermediate_size", spec.mlpWidth()).put("vocab_size", spec.vocabulary());
      root.put("max_position_embeddings", spec.context());
      root.put("rms_norm_eps", spec.normEpsilon()).put("rope_theta", spec.rotaryTheta());
      root.put("hidden_act", activation).put("attention_bias", false).put("mlp_bias", false);
    }
    root.put("initializer_range", spec.init().std());
    root.put("tie_word_embeddings", spec.tied()).put("torch_dtype", "float32");
    return root;
  }
}
