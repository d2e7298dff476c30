package kleiber.trainer.interchange;

import com.fasterxml.jackson.databind.node.ObjectNode;
import kleiber.trainer.model.Init;
import kleiber.trainer.model.ModelSpec;
import kleiber.trainer.model.ModelSpec.BlockForm;
import kleiber.trainer.model.ModelSpec.Mlp;
import kleiber.trainer.model.ModelSpec.Norm;
import kleiber.trainer.model.ModelSpec.Positions;

/**
 * {@code gopher}, which Hugging Face does not have: GPT-2's names, and Transformer-XL's for u
 * ({@code r_w_bias}), v ({@code r_r_bias}) and W_R ({@code r_proj}).
 */
final class GopherFamily implements HuggingFaceFamily {
  @Override
  public String modelType() {
    return "gopher";
  }

  @Override
  public boolean suits(ModelSpec spec) {
    return GptParts.suits(spec)
        && spec.block() == BlockForm.PRE_NORM
        && spec.norm().kind() == Norm.Kind.RMS
        && spec.positions() instanceof Positions.Distances;
  }

  @Override
  public ModelSpec read(HuggingFaceConfig config) {
    int width = config.size("n_embd");
    return GptParts.read(
        config,
        BlockForm.PRE_NORM,
        new Norm(Norm.Kind.RMS, config.number("rms_norm_eps", 1e-6)),
        new Positions.Distances(),
        new Mlp(
            config.size("n_inner", 4 * width),
            config.activation("activation_function", "gelu_new"),
            false),
        new Init.Normal(config.number("initializer_range", 0.02), true, false));
  }

  @Override
  public void write(ModelSpec spec, ObjectNode config) {
    GptParts.write(spec, config);
    config.put("head_dim", spec.attention().headWidth());
    config.put("rms_norm_eps", spec.norm().epsilon());
    config.put("activation_function", HuggingFaceConfig.name(spec.mlp().activation()));
  }

  @Override
  public void list(ModelSpec spec, TensorList tensors) {
    tensors.whole("transformer.wte.weight", "embed.tokens.weight");
    for (int i = 0; i < spec.layers(); i++) {
      String theirs = "transformer.h." + i + ".";
      String ours = "layers." + i + ".";
      tensors.norm(theirs + "ln_1", ours + "norm1");
      tensors.conv(theirs + "attn.c_attn", ours + "attn.qkv");
      tensors.conv(theirs + "attn.c_proj", ours + "attn.out");
      tensors.conv(theirs + "attn.r_proj", ours + "attn.distance");
      tensors.whole(theirs + "attn.r_w_bias", ours + "attn.content.bias");
      tensors.whole(theirs + "attn.r_r_bias", ours + "attn.place.bias");
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
