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

/** {@code opt}: the positions start at row 2 of their table, and norms have a fixed epsilon. */
final class OptFamily implements HuggingFaceFamily {
  private static final Positions POSITIONS = new Positions.Learned(2);
  private static final Norm NORM = new Norm(Norm.Kind.LAYER, 1e-5);

  @Override
  public String modelType() {
    return "opt";
  }

  @Override
  public boolean suits(ModelSpec spec) {
    return GptParts.suits(spec)
        && spec.attention().queryWidth() == spec.width()
        && spec.block() != BlockForm.PARALLEL
        && spec.norm().equals(NORM)
        && spec.positions().equals(POSITIONS)
        && spec.dropout().embedding() == spec.dropout().residual();
  }

  @Override
  public ModelSpec read(HuggingFaceConfig config) {
    config.require("enable_bias", true);
    config.require("layer_norm_elementwise_affine", true);
    config.require("_remove_final_layer_norm", false);
    int width = config.size("hidden_size");
    config.require("word_embed_proj_dim", width);
    int heads = config.size("num_attention_heads");
    int headWidth = config.quotient("hidden_size", width, "num_attention_heads", heads);
    boolean normFirst = config.flag("do_layer_norm_before", true);
    double dropout = config.rate("dropout");
    return new ModelSpec(
        new Family.Decoder(0),
        config.size("num_hidden_layers"),
        width,
        config.size("max_position_embeddings", 2048),
        config.size("vocab_size"),
        normFirst ? BlockForm.PRE_NORM : BlockForm.POST_NORM,
        NORM,
        new Attention(heads, heads, headWidth, true),
        POSITIONS,
        new Mlp(
            config.size("ffn_dim", 4 * width),
            config.activation("activation_function", "relu"),
            false),
        true,
        new Head(config.flag("tie_word_embeddings", true), false, config.number("z_loss", 0)),
        new DropoutRates(dropout, config.rate("attention_dropout"), 0, dropout),
        new Init.Normal(config.number("init_std", 0.006), true, false));
  }

  @Override
  public void write(ModelSpec spec, ObjectNode config) {
    config.putArray("architectures").add("OPTForCausalLM");
    config.put("hidden_size", spec.width()).put("word_embed_proj_dim", spec.width());
    config.put("num_hidden_layers", spec.layers());
    config.put("num_attention_heads", spec.attention().heads());
    config.put("ffn_dim", spec.mlp().width()).put("vocab_size", spec.vocabulary());
    config.put("max_position_embeddings", spec.context());
    config.put("activation_function", HuggingFaceConfig.name(spec.mlp().activation()));
    config.put("do_layer_norm_before", spec.block() == BlockForm.PRE_NORM);
    config.put("dropout", spec.dropout().residual());
    config.put("attention_dropout", spec.dropout().attention());
    config.put("enable_bias", true).put("layer_norm_elementwise_affine", true);
    if (spec.init() instanceof Init.Normal normal) {
      config.put("init_std", normal.std());
    }
  }

  @Override
  public void list(ModelSpec spec, TensorList tensors) {
    tensors.whole("model.decoder.embed_tokens.weight", "embed.tokens.weight");
    tensors.whole("model.decoder.embed_positions.weight", "embed.positions.weight");
    for (int i = 0; i < spec.layers(); i++) {
      String theirs = "model.decoder.layers." + i + ".";
      String ours = "layers." + i + ".";
      String attention = theirs + "self_attn.";
      tensors.separate(
          ours + "attn.qkv", attention + "q_proj", attention + "k_proj", attention + "v_proj");
      tensors.linear(attention + "out_proj", ours + "attn.out");
      tensors.norm(theirs + "self_attn_layer_norm", ours + "norm1");
      tensors.linear(theirs + "fc1", ours + "mlp.in");
      tensors.linear(theirs + "fc2", ours + "mlp.out");
      tensors.norm(theirs + "final_layer_norm", ours + "norm2");
    }
    if (spec.block() == BlockForm.PRE_NORM) {
      tensors.norm("model.decoder.final_layer_norm", "norm");
    }
    GptParts.listHead(spec, tensors);
  }

  @Override
  public ModelSpec complete(ModelSpec spec) {
    return spec.withBiases(true);
  }
}
