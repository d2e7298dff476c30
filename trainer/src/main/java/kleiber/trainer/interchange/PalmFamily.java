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

/** {@code palm}, which Hugging Face does not have: LLaMA's names with one norm a block. */
final class PalmFamily implements HuggingFaceFamily {
  @Override
  public String modelType() {
    return "palm";
  }

  @Override
  public boolean suits(ModelSpec spec) {
    return spec.family().equals(new Family.Decoder(0))
        && spec.block() == BlockForm.PARALLEL
        && spec.norm().kind() == Norm.Kind.LAYER
        && spec.attention().scaled()
        && spec.positions() instanceof Positions.Rotary
        && spec.mlp().gated()
        && !spec.biases()
        && spec.head().tied() == spec.head().scaled();
  }

  @Override
  public ModelSpec read(HuggingFaceConfig config) {
    int width = config.size("hidden_size");
    int heads = config.size("num_attention_heads");
    int headWidth =
        config.isAbsent("head_dim")
            ? config.quotient("hidden_size", width, "num_attention_heads", heads)
            : config.size("head_dim");
    boolean tied = config.flag("tie_word_embeddings", true);
    return new ModelSpec(
        new Family.Decoder(0),
        config.size("num_hidden_layers"),
        width,
        config.size("max_position_embeddings", 2048),
        config.size("vocab_size"),
        BlockForm.PARALLEL,
        new Norm(Norm.Kind.LAYER, config.number("layer_norm_eps", 1e-6)),
        new Attention(heads, config.size("num_key_value_heads", 1), headWidth, true),
        new Positions.Rotary(config.number("rope_theta", 10_000)),
        new Mlp(
            config.size("intermediate_size", 4 * width),
            config.activation("hidden_act", "silu"),
            true),
        false,
        new Head(tied, tied, config.number("z_loss", 0)),
        DropoutRates.NONE,
        new Init.FanIn());
  }

  @Override
  public void write(ModelSpec spec, ObjectNode config) {
    Attention attention = spec.attention();
    config.put("hidden_size", spec.width()).put("num_hidden_layers", spec.layers());
    config.put("num_attention_heads", attention.heads());
    config.put("num_key_value_heads", attention.keyValueHeads());
    config.put("head_dim", attention.headWidth());
    config.put("intermediate_size", spec.mlp().width()).put("vocab_size", spec.vocabulary());
    config.put("max_position_embeddings", spec.context());
    config.put("rope_theta", ((Positions.Rotary) spec.positions()).theta());
    config.put("layer_norm_eps", spec.norm().epsilon());
    config.put("hidden_act", HuggingFaceConfig.name(spec.mlp().activation()));
  }

  @Override
  public void list(ModelSpec spec, TensorList tensors) {
    tensors.whole("model.embed_tokens.weight", "embed.tokens.weight");
    for (int i = 0; i < spec.layers(); i++) {
      String theirs = "model.layers." + i + ".";
      String ours = "layers." + i + ".";
      tensors.norm(theirs + "input_layernorm", ours + "norm1");
      LlamaFamily.listBranches(tensors, theirs, ours);
    }
    tensors.norm("model.norm", "norm");
    GptParts.listHead(spec, tensors);
  }
}
