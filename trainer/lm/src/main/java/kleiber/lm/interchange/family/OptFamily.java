package kleiber.lm.interchange.family;

import com.fasterxml.jackson.databind.node.ObjectNode;
import kleiber.engine.kernels.Activation;
import kleiber.lm.model.spec.Init;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.ModelSpec.Attention;
import kleiber.lm.model.spec.ModelSpec.BlockForm;
import kleiber.lm.model.spec.ModelSpec.DropoutRates;
import kleiber.lm.model.spec.ModelSpec.Family;
import kleiber.lm.model.spec.ModelSpec.Mlp;
import kleiber.lm.model.spec.ModelSpec.Norm;
import kleiber.lm.model.spec.Positions;

/**
 * {@code opt}: the positions start at row 2 of their table, norms have a fixed epsilon, and nothing
 * is dropped after the embedding.
 */
final class OptFamily implements HuggingFaceFamily {
  private static final SizeKeys KEYS = SizeKeys.OPT;
  private static final int FIRST_ROW = 2;
  private static final Norm NORM = new Norm(Norm.Kind.LAYER, 1e-5);

  @Override
  public String modelType() {
    return "opt";
  }

  @Override
  public Misfits misfits(ModelSpec spec) {
    return GptParts.misfits(spec)
        .window(spec, false)
        .evenHeads(spec)
        .only("scaledScores", spec.attention().scaled(), true)
        .block(spec, BlockForm.PRE_NORM, BlockForm.POST_NORM)
        .only("norm", spec.norm().kind(), NORM.kind())
        .only("normEps", spec.norm().epsilon(), NORM.epsilon())
        .learnedPositions(spec, FIRST_ROW);
  }

  @Override
  public ModelSpec read(HuggingFaceConfig config) {
    config.require("enable_bias", true);
    config.require("layer_norm_elementwise_affine", true);
    config.require("_remove_final_layer_norm", false);
    config.require("word_embed_proj_dim", KEYS.width(config));
    int heads = KEYS.heads(config);
    boolean normFirst = config.flag("do_layer_norm_before", true);
    double dropout = config.rate("dropout");
    Activation activation = config.activation("activation_function", "relu");
    return KEYS.read(config)
        .family(new Family.Decoder(0))
        .block(normFirst ? BlockForm.PRE_NORM : BlockForm.POST_NORM)
        .norm(NORM.kind(), NORM.epsilon())
        .attention(new Attention(heads, heads, KEYS.evenHeadWidth(config), true))
        .positions(new Positions.Learned(FIRST_ROW))
        .mlp(new Mlp(KEYS.mlpWidth(config), activation, false))
        .biases(true)
        .head(config.head(true))
        .dropout(new DropoutRates(0, config.rate("attention_dropout"), 0, dropout))
        .init(new Init.Normal(config.number("init_std", 0.02), true, false))
        .build();
  }

  @Override
  public void write(ModelSpec spec, ObjectNode config) {
    config.putArray("architectures").add("OPTForCausalLM");
    KEYS.write(spec, config);
    config.put("word_embed_proj_dim", spec.width());
    config.put("activation_function", ActivationNames.of(spec.mlp().activation()));
    config.put("do_layer_norm_before", spec.block() == BlockForm.PRE_NORM);
    config.put("dropout", spec.dropout().residual());
    config.put("attention_dropout", spec.dropout().attention());
    config.put("enable_bias", true).put("layer_norm_elementwise_affine", true);
    if (spec.init() instanceof Init.Normal normal) {
      config.put("init_std", normal.std());
    }
  }

  @Override
  public TensorNames tensorNames(ModelSpec spec) {
    String theirs = "model.decoder.layers.*.";
    String attention = theirs + "self_attn.";
    return new TensorNames()
        .module("embed.tokens", "model.decoder.embed_tokens")
        .module("embed.positions", "model.decoder.embed_positions")
        .module("layers.*.norm1", theirs + "self_attn_layer_norm")
        .module(
            "layers.*.attn.qkv", attention + "q_proj", attention + "k_proj", attention + "v_proj")
        .module("layers.*.attn.out", attention + "out_proj")
        .module("layers.*.norm2", theirs + "final_layer_norm")
        .module("layers.*.mlp.in", theirs + "fc1")
        .module("layers.*.mlp.out", theirs + "fc2")
        .module("norm", "model.decoder.final_layer_norm")
        .module("head", "lm_head");
  }

  @Override
  public ModelSpec complete(ModelSpec spec) {
    return spec.withBiases(true);
  }
}
