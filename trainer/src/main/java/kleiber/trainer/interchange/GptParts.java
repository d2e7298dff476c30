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

/** What the folders of GPT-1, GPT-2 and Gopher have in common. */
final class GptParts {
  private GptParts() {}

  /** Whether all that these families have in common suits {@code spec}. */
  static boolean suits(ModelSpec spec) {
    return spec.family().equals(new Family.Decoder(0))
        && !spec.mlp().gated()
        && spec.attention().keyValueHeads() == spec.attention().heads()
        && spec.attention().scaled()
        && !spec.head().scaled()
        && spec.dropout().hidden() == 0;
  }

  static ModelSpec read(
      HuggingFaceConfig config,
      BlockForm block,
      Norm norm,
      Positions positions,
      Mlp mlp,
      Init init) {
    int width = config.size("n_embd");
    int heads = config.size("n_head");
    int headWidth =
        config.isAbsent("head_dim")
            ? config.quotient("n_embd", width, "n_head", heads)
            : config.size("head_dim");
    double residual = config.rate("resid_pdrop");
    return new ModelSpec(
        new Family.Decoder(0),
        config.size("n_layer"),
        width,
        config.size("n_positions", 1024),
        config.size("vocab_size"),
        block,
        norm,
        new Attention(heads, heads, headWidth, true),
        positions,
        mlp,
        true,
        new Head(config.flag("tie_word_embeddings", true), false, config.number("z_loss", 0)),
        new DropoutRates(config.rate("embd_pdrop"), config.rate("attn_pdrop"), 0, residual),
        init);
  }

  static void write(ModelSpec spec, ObjectNode config) {
    config.put("n_embd", spec.width()).put("n_layer", spec.layers());
    config.put("n_head", spec.attention().heads()).put("n_positions", spec.context());
    config.put("n_inner", spec.mlp().width()).put("vocab_size", spec.vocabulary());
    config.put("resid_pdrop", spec.dropout().residual());
    config.put("embd_pdrop", spec.dropout().embedding());
    config.put("attn_pdrop", spec.dropout().attention());
  }

  static void listHead(ModelSpec spec, TensorList tensors) {
    if (!spec.head().tied()) {
      tensors.whole("lm_head.weight", "head.weight");
    }
  }
}
