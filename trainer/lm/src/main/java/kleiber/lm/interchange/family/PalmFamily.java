package kleiber.lm.interchange.family;

import com.fasterxml.jackson.databind.node.ObjectNode;
import kleiber.lm.model.spec.Init;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.ModelSpec.Attention;
import kleiber.lm.model.spec.ModelSpec.BlockForm;
import kleiber.lm.model.spec.ModelSpec.Family;
import kleiber.lm.model.spec.ModelSpec.Mlp;
import kleiber.lm.model.spec.ModelSpec.Norm;
import kleiber.lm.model.spec.Positions;

/** {@code palm}, which Hugging Face does not have: LLaMA's names with one norm a block. */
final class PalmFamily implements HuggingFaceFamily {
  private static final SizeKeys KEYS = SizeKeys.PALM;

  @Override
  public String modelType() {
    return "palm";
  }

  @Override
  public Misfits misfits(ModelSpec spec) {
    return Misfits.plain(spec)
        .family(spec, Family.Decoder.class)
        .window(spec, false)
        .block(spec, BlockForm.PARALLEL)
        .only("norm", spec.norm().kind(), Norm.Kind.LAYER)
        .only("scaledScores", spec.attention().scaled(), true)
        .positions(spec, Positions.Rotary.class)
        .gated(spec, true)
        .only("bias", spec.biases(), false)
        .headScaledIfTied(spec);
  }

  @Override
  public boolean isKnownToTransformers() {
    return false;
  }

  @Override
  public ModelSpec read(HuggingFaceConfig config) {
    int keyValueHeads = config.size("num_key_value_heads", 1);
    return KEYS.read(config)
        .family(new Family.Decoder(0))
        .block(BlockForm.PARALLEL)
        .norm(Norm.Kind.LAYER, config.number("layer_norm_eps", 1e-6))
        .attention(new Attention(KEYS.heads(config), keyValueHeads, KEYS.headWidth(config), true))
        .positions(Rope.read(config))
        .mlp(new Mlp(KEYS.mlpWidth(config), config.activation("hidden_act", "silu"), true))
        .biases(false)
        .head(config.headScaledIfTied())
        .init(new Init.FanIn())
        .build();
  }

  @Override
  public void write(ModelSpec spec, ObjectNode config) {
    KEYS.write(spec, config);
    SizeKeys.writeHeadWidth(spec, config);
    config.put("num_key_value_heads", spec.attention().keyValueHeads());
    config.put("rope_theta", ((Positions.Rotary) spec.positions()).theta());
    config.put("layer_norm_eps", spec.norm().epsilon());
    config.put("hidden_act", ActivationNames.of(spec.mlp().activation()));
  }

  @Override
  public TensorNames tensorNames(ModelSpec spec) {
    return LlamaFamily.names();
  }
}
