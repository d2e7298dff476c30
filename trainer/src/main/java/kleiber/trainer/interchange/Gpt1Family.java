package kleiber.trainer.interchange;

import com.fasterxml.jackson.databind.node.ObjectNode;
import kleiber.trainer.kernels.Activation;
import kleiber.trainer.model.Init;
import kleiber.trainer.model.ModelSpec;
import kleiber.trainer.model.ModelSpec.BlockForm;
import kleiber.trainer.model.ModelSpec.Mlp;
import kleiber.trainer.model.ModelSpec.Norm;
import kleiber.trainer.model.ModelSpec.Positions;

/** {@code openai-gpt}: GPT-2's names, but sums are normalised and no norm is last. */
final class Gpt1Family implements HuggingFaceFamily {
  @Override
  public String modelType() {
    return "openai-gpt";
  }

  @Override
  public boolean suits(ModelSpec spec) {
    Activation activation = spec.mlp().activation();
    return GptParts.suits(spec)
        && spec.attention().queryWidth() == spec.width()
        && spec.block() == BlockForm.POST_NORM
        && spec.norm().kind() == Norm.Kind.LAYER
        && spec.positions().equals(new Positions.Learned(0))
        && spec.mlp().width() == 4 * spec.width()
        && (activation == Activation.GELU_TANH
            || activation == Activation.RELU
            || activation == Activation.SILU);
  }

  @Override
  public ModelSpec read(HuggingFaceConfig config) {
    int width = config.size("n_embd");
    return GptParts.read(
        config,
        BlockForm.POST_NORM,
        new Norm(Norm.Kind.LAYER, config.number("layer_norm_epsilon", 1e-5)),
        new Positions.Learned(0),
        new Mlp(config.size("n_inner", 4 * width), activation(config), false),
        new Init.Normal(config.number("initializer_range", 0.02), false, false));
  }

  /** Hugging Face's {@code gelu} of this family is the approximation. */
  private static Activation activation(HuggingFaceConfig config) {
    Activation activation = config.activation("afn", "gelu_new");
    return activation == Activation.GELU ? Activation.GELU_TANH : activation;
  }

  @Override
  public void write(ModelSpec spec, ObjectNode config) {
    config.putArray("architectures").add("OpenAIGPTLMHeadModel");
    GptParts.write(spec, config);
    config.put("layer_norm_epsilon", spec.norm().epsilon());
    String activation = HuggingFaceConfig.name(spec.mlp().activation());
    config.put("afn", activation.equals("gelu_new") ? "gelu" : activation);
  }

  @Override
  public void list(ModelSpec spec, TensorList tensors) {
    tensors.whole("tokens_embed.weight", "embed.tokens.weight");
    tensors.whole("positions_embed.weight", "embed.positions.weight");
    for (int i = 0; i < spec.layers(); i++) {
      String theirs = "h." + i + ".";
      String ours = "layers." + i + ".";
      tensors.conv(theirs + "attn.c_attn", ours + "attn.qkv");
      tensors.conv(theirs + "attn.c_proj", ours + "attn.out");
      tensors.norm(theirs + "ln_1", ours + "norm1");
      tensors.conv(theirs + "mlp.c_fc", ours + "mlp.in");
      tensors.conv(theirs + "mlp.c_proj", ours + "mlp.out");
      tensors.norm(theirs + "ln_2", ours + "norm2");
    }
    GptParts.listHead(spec, tensors);
  }

  @Override
  public ModelSpec complete(ModelSpec spec) {
    return spec.withBiases(true);
  }
}
