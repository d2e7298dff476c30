package kleiber.lm.interchange.family;

import com.fasterxml.jackson.databind.node.ObjectNode;
import kleiber.engine.kernels.Activation;
import kleiber.lm.model.spec.Init;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.ModelSpec.BlockForm;
import kleiber.lm.model.spec.ModelSpec.Norm;
import kleiber.lm.model.spec.Positions;

/** {@code openai-gpt}: GPT-2's names, but sums are normalised and no norm is last. */
final class Gpt1Family implements HuggingFaceFamily {
  @Override
  public String modelType() {
    return "openai-gpt";
  }

  @Override
  public Misfits misfits(ModelSpec spec) {
    return GptParts.misfits(spec)
        .window(spec, false)
        .evenHeads(spec)
        .only("scaledScores", spec.attention().scaled(), true)
        .block(spec, BlockForm.POST_NORM)
        .only("norm", spec.norm().kind(), Norm.Kind.LAYER)
        .learnedPositions(spec, 0)
        .only("mlpWidth", spec.mlp().width(), 4 * spec.width())
        .only(
            "activation",
            spec.mlp().activation(),
            Activation.GELU_TANH,
            Activation.RELU,
            Activation.SILU);
  }

  @Override
  public ModelSpec read(HuggingFaceConfig config) {
    return GptParts.read(config, SizeKeys.GPT1, activation(config))
        .block(BlockForm.POST_NORM)
        .norm(Norm.Kind.LAYER, config.number("layer_norm_epsilon", 1e-5))
        .positions(new Positions.Learned(0))
        .init(new Init.Normal(config.number("initializer_range", 0.02), false, false))
        .build();
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
    String activation = ActivationNames.of(spec.mlp().activation());
    config.put("afn", activation.equals("gelu_new") ? "gelu" : activation);
  }

  @Override
  public TensorNames tensorNames(ModelSpec spec) {
    return GptParts.blockNames("h.*.")
        .module("embed.tokens", "tokens_embed")
        .module("embed.positions", "positions_embed");
  }

  @Override
  public ModelSpec complete(ModelSpec spec) {
    return spec.withBiases(true);
  }
}
