package kleiber.lm.interchange.family;

import com.fasterxml.jackson.databind.node.ObjectNode;
import kleiber.engine.kernels.Activation;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.ModelSpec.Attention;
import kleiber.lm.model.spec.ModelSpec.DropoutRates;
import kleiber.lm.model.spec.ModelSpec.Family;
import kleiber.lm.model.spec.ModelSpec.Mlp;
import kleiber.lm.model.spec.ModelSpecBuilder;

/** What the folders of GPT-1, GPT-2 and Gopher have in common. */
final class GptParts {
  private GptParts() {}

  /** What keeps {@code spec} out of all these families. */
  static Misfits misfits(ModelSpec spec) {
    return Misfits.plain(spec)
        .family(spec, Family.Decoder.class)
        .gated(spec, false)
        .plainHeads(spec)
        .only("scaledHead", spec.head().scaled(), false);
  }

  /** All but the norms, positions and first weights, which differ. */
  static ModelSpecBuilder read(HuggingFaceConfig config, SizeKeys keys, Activation activation) {
    int heads = keys.heads(config);
    double residual = config.rate("resid_pdrop");
    return keys.read(config)
        .family(new Family.Decoder(0))
        .attention(new Attention(heads, heads, keys.headWidth(config), true))
        .mlp(new Mlp(keys.mlpWidth(config), activation, false))
        .biases(true)
        .head(config.head(true))
        .dropout(
            new DropoutRates(config.rate("embd_pdrop"), config.rate("attn_pdrop"), 0, residual));
  }

  static void write(ModelSpec spec, ObjectNode config) {
    SizeKeys.GPT2.write(spec, config);
    config.put("resid_pdrop", spec.dropout().residual());
    config.put("embd_pdrop", spec.dropout().embedding());
    config.put("attn_pdrop", spec.dropout().attention());
  }

  /** GPT-2's names, which Gopher has too. */
  static TensorNames names() {
    return blockNames("transformer.h.*.")
        .module("embed.tokens", "transformer.wte")
        .module("embed.positions", "transformer.wpe")
        .module("norm", "transformer.ln_f");
  }

  /** The names of a block and of the output head. */
  static TensorNames blockNames(String block) {
    return new TensorNames()
        .module("layers.*.norm1", block + "ln_1")
        .conv("layers.*.attn.qkv", block + "attn.c_attn")
        .conv("layers.*.attn.out", block + "attn.c_proj")
        .module("layers.*.norm2", block + "ln_2")
        .conv("layers.*.mlp.in", block + "mlp.c_fc")
        .conv("layers.*.mlp.out", block + "mlp.c_proj")
        .module("head", "lm_head");
  }
}
