package kleiber.trainer.interchange;

import com.fasterxml.jackson.databind.node.ObjectNode;
import kleiber.trainer.model.Init;
import kleiber.trainer.model.ModelSpec;
import kleiber.trainer.model.ModelSpec.BlockForm;
import kleiber.trainer.model.ModelSpec.Mlp;
import kleiber.trainer.model.ModelSpec.Norm;
import kleiber.trainer.model.ModelSpec.Positions;

/** {@code gpt2}. */
final class Gpt2Family implements HuggingFaceFamily {
  @Override
  public String modelType() {
    return "gpt2";
  }

  @Override
  public boolean suits(ModelSpec spec) {
    return GptParts.suits(spec)
        && spec.attention().queryWidth() == spec.width()
        && spec.block() == BlockForm.PRE_NORM
        && spec.norm().kind() == Norm.Kind.LAYER
        && spec.positions().equals(new Positions.Learned(0));
  }

  @Override
  public ModelSpec read(HuggingFaceConfig config) {
    config.require("scale_attn_weights", true);
    config.require("scale_attn_by_inverse_layer_idx", false);
    config.require("add_cross_attention", false);
    int width = config.size("n_embd");
    return GptParts.read(
        config,
        BlockForm.PRE_NORM,
        new Norm(Norm.Kind.LAYER, config.number("layer_norm_epsilon", 1e-5)),
        new Positions.Learned(0),
        new Mlp(
            config.size("n_inner", 4 * width),
            config.activation("activation_function", "gelu_new"),
            false),
        new Init.Normal(config.number("initializer_range", 0.02), true, false));
  }

  @Override
  public void write(ModelSpec spec, ObjectNode config) {
    config.putArray("architectures").add("GPT2LMHeadModel");
    GptParts.write(spec, config);
    config.put("layer_norm_epsilon", spec.norm().epsilon());
    config.put("activation_function", HuggingFaceConfig.name(spec.mlp().activation()));
  }

  @Override
  public void list(ModelSpec spec, TensorList tensors) {
    tensors.whole("transformer.wte.weight", "embed.tokens.weight");
    tensors.whole("transformer.wpe.weight", "embed.positions.weight");
    for (int i = 0; i < spec.layers(); i++) {
      String theirs = "transformer.h." + i + ".";
      String ours = "layers." + i + ".";
      tensors.norm(theirs + "ln_1", ours + "norm1");
      tensors.conv(theirs + "attn.c_attn", ours + "attn.qkv");
      tensors.conv(theirs + "attn.c_proj", ours + "attn.out");
      tensors.norm(theirs + "ln_2", ours + "norm2");
      tensors.conv(theirs + "mlp.c_fc", ours + "mlp.in");
      tensors.conv(theirs + "mlp.c_proj", ours + "mlp.out");
    }
    tensors.norm("transformer.ln_f", "norm");
    GptParts.listHead(spec, tensors);
  }

  @Override
  public ModelSpec complete(ModelSpec spec) {
    return spec.withBiases(true);
  }
}
