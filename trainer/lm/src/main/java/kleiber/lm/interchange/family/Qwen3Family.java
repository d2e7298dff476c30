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

/** {@code qwen3}: {@link LlamaFamily LLaMA} with normed queries and keys, and without biases. */
final class Qwen3Family implements HuggingFaceFamily {
  private static final SizeKeys KEYS = SizeKeys.LLAMA;

  @Override
  public String modelType() {
    return "qwen3";
  }

  @Override
  public Misfits misfits(ModelSpec spec) {
    return new Misfits()
        .only("qkNorm", spec.attention().normed(), true)
        .only("logitSoftcap", spec.head().softcap(), 0.0)
        .family(spec, Family.Decoder.class)
        .window(spec, false)
        .block(spec, BlockForm.PRE_NORM)
        .only("norm", spec.norm().kind(), Norm.Kind.RMS)
        .only("scaledScores", spec.attention().scaled(), true)
        .positions(spec, Positions.Rotary.class)
        .gated(spec, true)
        .only("bias", spec.biases(), false)
        .only("scaledHead", spec.head().scaled(), false);
  }

  @Override
  public ModelSpec read(HuggingFaceConfig config) {
    if (config.flag("attention_bias", false) || config.flag("use_sliding_window", false)) {
      throw new IllegalArgumentException("attention_bias and use_sliding_window must be false");
    }
    int heads = KEYS.heads(config);
    int keyValueHeads = config.size("num_key_value_heads", 32);
    return KEYS.read(config)
        .family(new Family.Decoder(0))
        .block(BlockForm.PRE_NORM)
        .norm(Norm.Kind.RMS, config.number("rms_norm_eps", 1e-6))
        .attention(new Attention(heads, keyValueHeads, config.size("head_dim", 128), true, true))
        .positions(Rope.read(config))
        .mlp(new Mlp(KEYS.mlpWidth(config), config.activation("hidden_act", "silu"), true))
        .biases(false)
        .head(config.head(false))
        .dropout(new DropoutRates(0, config.rate("attention_dropout"), 0, 0))
        .init(new Init.Normal(config.number("initializer_range", 0.02), false, false))
        .build();
  }

  @Override
  public void write(ModelSpec spec, ObjectNode config) {
    config.putArray("architectures").add("Qwen3ForCausalLM");
    KEYS.write(spec, config);
    config.put("head_dim", spec.attention().headWidth());
    config.put("num_key_value_heads", spec.attention().keyValueHeads());
    config.put("rms_norm_eps", spec.norm().epsilon());
    config.put("rope_theta", ((Positions.Rotary) spec.positions()).theta());
    config.put("hidden_act", ActivationNames.of(spec.mlp().activation()));
    config.put("attention_bias", false).put("use_sliding_window", false);
    config.put("attention_dropout", spec.dropout().attention());
  }

  @Override
  public TensorNames tensorNames(ModelSpec spec) {
    String attention = "model.layers.*.self_attn.";
    return LlamaFamily.names()
        .module("layers.*.attn.qNorm", attention + "q_norm")
        .module("layers.*.attn.kNorm", attention + "k_norm");
  }
}
