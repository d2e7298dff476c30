package kleiber.lm.interchange.family;

import com.fasterxml.jackson.databind.node.ObjectNode;
import kleiber.lm.model.spec.Init;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.ModelSpec.BlockForm;
import kleiber.lm.model.spec.ModelSpec.Norm;
import kleiber.lm.model.spec.Positions;

/** {@code gpt2}. */
final class Gpt2Family implements HuggingFaceFamily {
  @Override
  public String modelType() {
    return "gpt2";
  }

  @Override
  public Misfits misfits(ModelSpec spec) {
    return GptParts.misfits(spec)
        .window(spec, false)
        .evenHeads(spec)
        .only("scaledScores", spec.attention().scaled(), true)
        .block(spec, BlockForm.PRE_NORM)
        .only("norm", spec.norm().kind(), Norm.Kind.LAYER)
        .learnedPositions(spec, 0);
  }

  @Override
  public ModelSpec read(HuggingFaceConfig config) {
    config.require("scale_attn_weights", true);
    config.require("scale_attn_by_inverse_layer_idx", false);
    config.require("add_cross_attention", false);
    return GptParts.read(
            config, SizeKeys.GPT2, config.activation("activation_function", "gelu_new"))
        .block(BlockForm.PRE_NORM)
        .norm(Norm.Kind.LAYER, config.number("layer_norm_epsilon", 1e-5))
        .positions(new Positions.Learned(0))
        .init(new Init.Normal(config.number("initializer_range", 0.02), true, false))
        .build();
  }

  @Override
  public void write(ModelSpec spec, ObjectNode config) {
    config.putArray("architectures").add("GPT2LMHeadModel");
    GptParts.write(spec, config);
    config.put("layer_norm_epsilon", spec.norm().epsilon());
    config.put("activation_function", ActivationNames.of(spec.mlp().activation()));
  }

  @Override
  public TensorNames tensorNames(ModelSpec spec) {
    return GptParts.names();
  }

  @Override
  public ModelSpec complete(ModelSpec spec) {
    return spec.withBiases(true);
  }
}
