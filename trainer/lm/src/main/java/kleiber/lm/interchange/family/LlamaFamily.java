package kleiber.lm.interchange.family;

import com.fasterxml.jackson.databind.node.ObjectNode;
import kleiber.lm.model.spec.Init;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.ModelSpec.Attention;
import kleiber.lm.model.spec.ModelSpec.BlockForm;
import kleiber.lm.model.spec.ModelSpec.DropoutRates;
import kleiber.lm.model.spec.ModelSpec.Family;
import kleiber.lm.model.spec.ModelSpec.Mlp;
import kleiber.lm.model.spec.ModelSpec.Norm;
import kleiber.lm.model.spec.Positions;

/** {@code llama}: biases everywhere or nowhere. */
final class LlamaFamily implements HuggingFaceFamily {
  private static final SizeKeys KEYS = SizeKeys.LLAMA;

  @Override
  public String modelType() {
    return "llama";
  }

  @Override
  public Misfits misfits(ModelSpec spec) {
    return Misfits.plain(spec)
        .family(spec, Family.Decoder.class)
        .window(spec, false)
        .block(spec, BlockForm.PRE_NORM)
        .only("norm", spec.norm().kind(), Norm.Kind.RMS)
        .only("scaledScores", spec.attention().scaled(), true)
        .positions(spec, Positions.Rotary.class)
        .gated(spec, true)
        .only("scaledHead", spec.head().scaled(), false);
  }

  @Override
  public ModelSpec read(HuggingFaceConfig config) {
    boolean biases = config.flag("attention_bias", false);
    if (config.flag("mlp_bias", false) != biases) {
      throw new IllegalArgumentException("attention_bias and mlp_bias must be the same");
    }
    int heads = KEYS.heads(config);
    int keyValueHeads = config.size("num_key_value_heads", heads);
    return KEYS.read(config)
        .family(new Family.Decoder(0))
        .block(BlockForm.PRE_NORM)
        .norm(Norm.Kind.RMS, config.number("rms_norm_eps", 1e-6))
        .attention(new Attention(heads, keyValueHeads, KEYS.headWidth(config), true))
        .positions(Rope.read(config))
        .mlp(new Mlp(KEYS.mlpWidth(config), config.activation("hidden_act", "silu"), true))
        .biases(biases)
        .head(config.head(false))
        .dropout(new DropoutRates(0, config.rate("attention_dropout"), 0, 0))
        .init(new Init.Normal(config.number("initializer_range", 0.02), false, false))
        .build();
  }

  @Override
  public void write(ModelSpec spec, ObjectNode config) {
    config.putArray("architectures").add("LlamaForCausalLM");
    KEYS.write(spec, config);
    SizeKeys.writeHeadWidth(spec, config);
    config.put("num_key_value_heads", spec.attention().keyValueHeads());
    config.put("rms_norm_eps", spec.norm().epsilon());
    config.put("rope_theta", ((Positions.Rotary) spec.positions()).theta());
    config.put("hidden_act", ActivationNames.of(spec.mlp().activation()));
    config.put("attention_bias", spec.biases()).put("mlp_bias", spec.biases());
    config.put("attention_dropout", spec.dropout().attention());
  }

  @Override
  public TensorNames tensorNames(ModelSpec spec) {
    return names();
  }

  /** The names of LLaMA, and of what is built from its parts. */
  static TensorNames names() {
    String theirs = "model.layers.*.";
    String attention = theirs + "self_attn.";
    return new TensorNames()
        .module("embed.tokens", "model.embed_tokens")
        .module("layers.*.norm1", theirs + "input_layernorm")
        .module(
            "layers.*.attn.qkv", attention + "q_proj", attention + "k_proj", attention + "v_proj")
        .module("layers.*.attn.out", attention + "o_proj")
        .module("layers.*.norm2", theirs + "post_attention_layernorm")
        .module("layers.*.mlp.in", theirs + "mlp.gate_proj", theirs + "mlp.up_proj")
        .module("layers.*.mlp.out", theirs + "mlp.down_proj")
        .module("norm", "model.norm")
        .module("head", "lm_head");
  }
}
