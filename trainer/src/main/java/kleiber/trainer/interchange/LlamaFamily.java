package kleiber.trainer.interchange;

import com.fasterxml.jackson.databind.node.ObjectNode;
import kleiber.trainer.model.Init;
import kleiber.trainer.model.ModelSpec;
import kleiber.trainer.model.ModelSpec.Attention;
import kleiber.trainer.model.ModelSpec.BlockForm;
import kleiber.trainer.model.ModelSpec.DropoutRates;
import kleiber.trainer.model.ModelSpec.Family;
import kleiber.trainer.model.ModelSpec.Head;
import kleiber.trainer.model.ModelSpec.Mlp;
import kleiber.trainer.model.ModelSpec.Norm;
import kleiber.trainer.model.ModelSpec.Positions;

/** {@code llama}. */
final class LlamaFamily implements HuggingFaceFamily {
  @Override
  public String modelType() {
    return "llama";
  }

  @Override
  public boolean suits(ModelSpec spec) {
    return spec.family().equals(new Family.Decoder(0))
        && spec.block() == BlockForm.PRE_NORM
        && spec.norm().kind() == Norm.Kind.RMS
        && spec.attention().scaled()
        && spec.positions() instanceof Positions.Rotary
        && spec.mlp().gated()
        && !spec.biases()
        && !spec.head().scaled();
  }

  @Override
  public ModelSpec read(HuggingFaceConfig config) {
    config.requireAbsent("rope_scaling");
    config.require("attention_bias", false);
    config.require("mlp_bias", false);
    int width = config.size("hidden_size");
    int heads = config.size("num_attention_heads");
    int headWidth =
        config.isAbsent("head_dim")
            ? config.quotient("hidden_size", width, "num_attention_heads", heads)
            : config.size("head_dim");
    return new ModelSpec(
        new Family.Decoder(0),
        config.size("num_hidden_layers"),
        width,
        config.size("max_position_embeddings", 2048),
        config.size("vocab_size"),
        BlockForm.PRE_NORM,
        new Norm(Norm.Kind.RMS, config.number("rms_norm_eps", 1e-6)),
        new Attention(heads, config.size("num_key_value_heads", heads), headWidth, true),
        new Positions.Rotary(config.number("rope_theta", 10_000)),
        new Mlp(config.size("intermediate_size"), config.activation("hidden_act", "silu"), true),
        false,
        new Head(config.flag("tie_word_embeddings", false), false, config.number("z_loss", 0)),
        new DropoutRates(0, config.rate("attention_dropout"), 0, 0),
        new Init.Normal(config.number("initializer_range", 0.02), false, false));
  }

  @Override
  public void write(ModelSpec spec, ObjectNode config) {
    config.putArray("architectures").add("LlamaForCausalLM");
    Attention attention = spec.attention();
    config.put("hidden_size", spec.width()).put("num_hidden_layers", spec.layers());
    config.put("num_attention_heads", attention.heads());
    config.put("num_key_value_heads", attention.keyValueHeads());
    config.put("head_dim", attention.headWidth());
    config.put("intermediate_size", spec.mlp().width()).put("vocab_size", spec.vocabulary());
    config.put("max_position_embeddings", spec.context());
    config.put("rms_norm_eps", spec.norm().epsilon());
    config.put("rope_theta", ((Positions.Rotary) spec.positions()).theta());
    config.put("hidden_act", HuggingFaceConfig.name(spec.mlp().activation()));
    config.put("attention_bias", false).put("mlp_bias", false);
    config.put("attention_dropout", spec.dropout().attention());
  }

  @Override
  public void list(ModelSpec spec, TensorList tensors) {
    tensors.whole("model.embed_tokens.weight", "embed.tokens.weight");
    for (int i = 0; i < spec.layers(); i++) {
      String theirs = "model.layers." + i + ".";
      String ours = "layers." + i + ".";
      tensors.norm(theirs + "input_layernorm", ours + "norm1");
      listBranches(tensors, theirs, ours);
      tensors.norm(theirs + "post_attention_layernorm", ours + "norm2");
    }
    tensors.norm("model.norm", "norm");
    GptParts.listHead(spec, tensors);
  }

  /** Attention and MLP of one block. */
  static void listBranches(TensorList tensors, String theirs, String ours) {
    String attention = theirs + "self_attn.";
    tensors.separate(
        ours + "attn.qkv", attention + "q_proj", attention + "k_proj", attention + "v_proj");
    tensors.linear(attention + "o_proj", ours + "attn.out");
    tensors.separate(ours + "mlp.in", theirs + "mlp.gate_proj", theirs + "mlp.up_proj");
    tensors.linear(theirs + "mlp.down_proj", ours + "mlp.out");
  }
}
