package kleiber.lm.interchange.family;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import kleiber.lm.model.spec.Init;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.ModelSpec.Attention;
import kleiber.lm.model.spec.ModelSpec.BlockForm;
import kleiber.lm.model.spec.ModelSpec.DropoutRates;
import kleiber.lm.model.spec.ModelSpec.Family;
import kleiber.lm.model.spec.ModelSpec.Mlp;
import kleiber.lm.model.spec.ModelSpec.Norm;
import kleiber.lm.model.spec.Positions;

/**
 * {@code gpt_neo}: GPT-3's bands of the nearest keys in every second block. Scores are not scaled,
 * and queries, keys and values have no biases: {@link GptNeoParameters} does without them.
 */
final class GptNeoFamily implements HuggingFaceFamily {
  private static final SizeKeys KEYS = SizeKeys.GPT_NEO;
  private static final String PATTERN = "attention_types";
  private static final String ALL = "global";
  private static final String NEAREST = "local";

  @Override
  public String modelType() {
    return "gpt_neo";
  }

  @Override
  public Misfits misfits(ModelSpec spec) {
    return GptParts.misfits(spec)
        .window(spec, true)
        .evenHeads(spec)
        .block(spec, BlockForm.PRE_NORM)
        .only("norm", spec.norm().kind(), Norm.Kind.LAYER)
        .learnedPositions(spec, 0);
  }

  @Override
  public ModelSpec read(HuggingFaceConfig config) {
    int heads = KEYS.heads(config);
    return KEYS.read(config)
        .family(new Family.Decoder(window(config)))
        .block(BlockForm.PRE_NORM)
        .norm(Norm.Kind.LAYER, config.number("layer_norm_epsilon", 1e-5))
        .attention(new Attention(heads, heads, KEYS.evenHeadWidth(config), false))
        .positions(new Positions.Learned(0))
        .mlp(
            new Mlp(
                KEYS.mlpWidth(config), config.activation("activation_function", "gelu_new"), false))
        .biases(true)
        .head(config.head(true))
        .dropout(
            new DropoutRates(
                config.rate("embed_dropout"),
                config.rate("attention_dropout"),
                0,
                config.rate("resid_dropout")))
        .init(new Init.Normal(config.number("initializer_range", 0.02), true, false))
        .build();
  }

  /** The window of blocks 1, 3, 5 and so on; 0 where all blocks see all keys. */
  private static int window(HuggingFaceConfig config) {
    int layers = KEYS.layers(config);
    List<String> kinds = new ArrayList<>();
    for (JsonNode group : config.value(PATTERN)) {
      List<String> given = new ArrayList<>();
      group.path(0).forEach(kind -> given.add(kind.asText()));
      int times = given.isEmpty() ? 0 : group.path(1).asInt();
      for (int i = 0; i < times && kinds.size() <= layers; i++) {
        kinds.addAll(given);
      }
    }
    if (!kinds.isEmpty() && kinds.stream().allMatch(ALL::equals)) {
      return 0;
    }
    for (int i = 0; i < kinds.size(); i++) {
      if (!kinds.get(i).equals(i % 2 == 0 ? ALL : NEAREST)) {
        throw config.unsupported(PATTERN, "global and local in turns, or global alone");
      }
    }
    return config.size("window_size", 256);
  }

  @Override
  public void write(ModelSpec spec, ObjectNode config) {
    config.putArray("architectures").add("GPTNeoForCausalLM");
    KEYS.write(spec, config);
    ArrayNode pattern = config.putArray(PATTERN);
    group(pattern, spec.layers() / 2, ALL, NEAREST);
    if (spec.layers() % 2 == 1) {
      group(pattern, 1, ALL);
    }
    config.put("window_size", ((Family.Decoder) spec.family()).window());
    config.put("resid_dropout", spec.dropout().residual());
    config.put("embed_dropout", spec.dropout().embedding());
    config.put("attention_dropout", spec.dropout().attention());
    config.put("layer_norm_epsilon", spec.norm().epsilon());
    config.put("activation_function", ActivationNames.of(spec.mlp().activation()));
  }

  private static void group(ArrayNode pattern, int times, String... kinds) {
    ArrayNode group = pattern.addArray();
    ArrayNode list = group.addArray();
    for (String kind : kinds) {
      list.add(kind);
    }
    group.add(times);
  }

  @Override
  public TensorNames tensorNames(ModelSpec spec) {
    String block = "transformer.h.*.";
    String attention = block + "attn.attention.";
    return GptParts.names()
        .zero("layers.*.attn.qkv.bias")
        .module(
            "layers.*.attn.qkv", attention + "q_proj", attention + "k_proj", attention + "v_proj")
        .module("layers.*.attn.out", attention + "out_proj")
        .module("layers.*.mlp.in", block + "mlp.c_fc")
        .module("layers.*.mlp.out", block + "mlp.c_proj");
  }

  @Override
  public ModelSpec complete(ModelSpec spec) {
    return spec.withBiases(true);
  }

  @Override
  public void express(ModelSpec spec, float[] values) {
    new GptNeoParameters(spec, values).express();
  }
}
