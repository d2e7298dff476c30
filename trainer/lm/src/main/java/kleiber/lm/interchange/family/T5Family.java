package kleiber.lm.interchange.family;

import com.fasterxml.jackson.databind.node.ObjectNode;
import kleiber.engine.kernels.Activation;
import kleiber.lm.model.spec.Init;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.ModelSpec.Attention;
import kleiber.lm.model.spec.ModelSpec.BlockForm;
import kleiber.lm.model.spec.ModelSpec.DropoutRates;
import kleiber.lm.model.spec.ModelSpec.Family;
import kleiber.lm.model.spec.ModelSpec.Head;
import kleiber.lm.model.spec.ModelSpec.Mlp;
import kleiber.lm.model.spec.ModelSpec.Norm;
import kleiber.lm.model.spec.Positions;

/** {@code t5}: a tied head reads hidden states divided by √d_model, its own head as they are. */
public final class T5Family implements HuggingFaceFamily {
  private static final SizeKeys KEYS = SizeKeys.T5;
  private static final String GATED = "gated-";

  /** The token that the decoder starts with. */
  public static final String START = "decoder_start_token_id";

  @Override
  public String modelType() {
    return "t5";
  }

  @Override
  public Misfits misfits(ModelSpec spec) {
    return Misfits.plain(spec)
        .family(spec, Family.EncoderDecoder.class)
        .block(spec, BlockForm.PRE_NORM)
        .only("norm", spec.norm().kind(), Norm.Kind.RMS)
        .plainHeads(spec)
        .only("scaledScores", spec.attention().scaled(), false)
        .positions(spec, Positions.Buckets.class)
        .only("bias", spec.biases(), false)
        .headScaledIfTied(spec);
  }

  @Override
  public ModelSpec read(HuggingFaceConfig config) {
    config.require(START, 0);
    int layers = KEYS.layers(config);
    int heads = KEYS.heads(config);
    int buckets = config.size("relative_attention_num_buckets", 32);
    int maxDistance = config.size("relative_attention_max_distance", 128);
    if (buckets < 4 || maxDistance <= buckets / 2) {
      throw new IllegalArgumentException(
          buckets + " buckets of distances below " + maxDistance + " make no sense");
    }
    double dropout = config.rate("dropout_rate");
    Head head = config.headScaledIfTied();
    config.require("scale_decoder_outputs", head.scaled());
    return KEYS.read(config)
        .family(new Family.EncoderDecoder(config.size("num_decoder_layers", layers)))
        .block(BlockForm.PRE_NORM)
        .norm(Norm.Kind.RMS, config.number("layer_norm_epsilon", 1e-6))
        .attention(new Attention(heads, heads, config.size("d_kv", 64), false))
        .positions(new Positions.Buckets(buckets, maxDistance))
        .mlp(mlp(config))
        .biases(false)
        .head(head)
        .dropout(new DropoutRates(dropout, dropout, dropout, dropout))
        .init(new Init.T5())
        .build();
  }

  /**
   * Newer folders say again what follows from {@code feed_forward_proj}; what they say then holds.
   * {@code gated-gelu} is the approximation.
   */
  private static Mlp mlp(HuggingFaceConfig config) {
    String name = config.text("feed_forward_proj", "relu");
    boolean gated = name.startsWith(GATED);
    Activation activation =
        name.equals("gated-gelu")
            ? Activation.GELU_TANH
            : config.activationNamed(
                "feed_forward_proj", gated ? name.substring(GATED.length()) : name);
    if (!config.isAbsent("dense_act_fn")) {
      activation = config.activation("dense_act_fn", "");
    }
    return new Mlp(KEYS.mlpWidth(config), activation, config.flag("is_gated_act", gated));
  }

  @Override
  public void write(ModelSpec spec, ObjectNode config) {
    config.putArray("architectures").add("T5ForConditionalGeneration");
    Positions.Buckets buckets = (Positions.Buckets) spec.positions();
    KEYS.write(spec, config);
    config.put("d_kv", spec.attention().headWidth());
    config.put("num_decoder_layers", ((Family.EncoderDecoder) spec.family()).decoderLayers());
    config.put("relative_attention_num_buckets", buckets.buckets());
    config.put("relative_attention_max_distance", buckets.maxDistance());
    config.put("layer_norm_epsilon", spec.norm().epsilon());
    config.put("dropout_rate", spec.dropout().residual());
    config.put("feed_forward_proj", projection(spec.mlp()));
    config.put("dense_act_fn", ActivationNames.of(spec.mlp().activation()));
    config.put("is_gated_act", spec.mlp().gated());
    config.put("is_encoder_decoder", true).put(START, 0);
  }

  private static String projection(Mlp mlp) {
    String activation = ActivationNames.of(mlp.activation());
    boolean approximate = mlp.activation() == Activation.GELU_TANH;
    return mlp.gated() ? GATED + (approximate ? "gelu" : activation) : activation;
  }

  @Override
  public TensorNames tensorNames(ModelSpec spec) {
    TensorNames names =
        new TensorNames().module("embed.tokens", "shared").module("head", "lm_head");
    nameStack(names, "encoder.", spec.mlp().gated(), 1);
    nameStack(names, "decoder.", spec.mlp().gated(), 2);
    String cross = "decoder.block.*.layer.1.EncDecAttention.";
    return names
        .module("decoder.layers.*.norm2", "decoder.block.*.layer.1.layer_norm")
        .module("decoder.layers.*.cross.q", cross + "q")
        .module("decoder.layers.*.cross.kv", cross + "k", cross + "v")
        .module("decoder.layers.*.cross.out", cross + "o");
  }

  /**
   * Names what both stacks have. The first block holds the table of position biases that all of a
   * stack read.
   *
   * @param mlp the MLP's place among a block's layers, after attention and cross-attention
   */
  private static void nameStack(TensorNames names, String stack, boolean gated, int mlp) {
    String ours = stack + "layers.*.";
    String layer = stack + "block.*.layer.";
    String attention = layer + "0.SelfAttention.";
    String dense = layer + mlp + ".DenseReluDense.";
    names
        .module(
            stack + "positions", stack + "block.0.layer.0.SelfAttention.relative_attention_bias")
        .module(ours + "norm1", layer + "0.layer_norm")
        .module(ours + "attn.qkv", attention + "q", attention + "k", attention + "v")
        .module(ours + "attn.out", attention + "o")
        .module(ours + "norm" + (mlp + 1), layer + mlp + ".layer_norm")
        .module(ours + "mlp.out", dense + "wo")
        .module(stack + "norm", stack + "final_layer_norm");
    if (gated) {
      names.module(ours + "mlp.in", dense + "wi_0", dense + "wi_1");
    } else {
      names.module(ours + "mlp.in", dense + "wi");
    }
  }
}
