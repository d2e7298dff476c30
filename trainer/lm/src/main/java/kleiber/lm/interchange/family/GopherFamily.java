package kleiber.lm.interchange.family;

import com.fasterxml.jackson.databind.node.ObjectNode;
import kleiber.lm.model.spec.Init;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.ModelSpec.BlockForm;
import kleiber.lm.model.spec.ModelSpec.Norm;
import kleiber.lm.model.spec.Positions;

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
  public Misfits misfits(ModelSpec spec) {
    return GptParts.misfits(spec)
        .window(spec, false)
        .only("scaledScores", spec.attention().scaled(), true)
        .block(spec, BlockForm.PRE_NORM)
        .only("norm", spec.norm().kind(), Norm.Kind.RMS)
        .positions(spec, Positions.Distances.class);
  }

  @Override
  public boolean isKnownToTransformers() {
    return false;
  }

  @Override
  public ModelSpec read(HuggingFaceConfig config) {
    return GptParts.read(
            config, SizeKeys.GPT2, config.activation("activation_function", "gelu_new"))
        .block(BlockForm.PRE_NORM)
        .norm(Norm.Kind.RMS, config.number("rms_norm_eps", 1e-6))
        .positions(new Positions.Distances())
        .init(new Init.Normal(config.number("initializer_range", 0.02), true, false))
        .build();
  }

  @Override
  public void write(ModelSpec spec, ObjectNode config) {
    GptParts.write(spec, config);
    SizeKeys.writeHeadWidth(spec, config);
    config.put("rms_norm_eps", spec.norm().epsilon());
    config.put("activation_function", ActivationNames.of(spec.mlp().activation()));
  }

  @Override
  public TensorNames tensorNames(ModelSpec spec) {
    String attention = "transformer.h.*.attn.";
    return GptParts.names()
        .conv("layers.*.attn.distance", attention + "r_proj")
        .tensor("layers.*.attn.content.bias", attention + "r_w_bias")
        .tensor("layers.*.attn.place.bias", attention + "r_r_bias");
  }

  @Override
  public ModelSpec complete(ModelSpec spec) {
    return spec.withBiases(true);
  }
}
