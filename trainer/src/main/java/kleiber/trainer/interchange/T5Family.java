package kleiber.trainer.interchange;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import kleiber.trainer.kernels.Activation;
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

/** {@code t5}: a tied head reads hidden states divided by √d_model, its own head as they are. */
final class T5Family implements HuggingFaceFamily {
  @Override
  public String modelType() {
    return "t5";
  }

  @Override
  public boolean suits(ModelSpec spec) {
    DropoutRates dropout = spec.dropout();
    return spec.family() instanceof Family.EncoderDecoder
        && spec.block() == BlockForm.PRE_NORM
        && spec.norm().kind() == Norm.Kind.RMS
        && spec.attention().keyValueHeads() == spec.attention().heads()
        && !spec.attention().scaled()
        && spec.positions() instanceof Positions.Buckets
        && !spec.biases()
        && spec.head().tied() == spec.head().scaled()
        && dropout.embedding() == dropout.residual()
        && dropout.attention() == dropout.residual()
        && dropout.hidden() == dropout.residual();
  }

  @Override
  public ModelSpec read(HuggingFaceConfig config) {
    int layers = config.size("num_layers");
    int heads = config.size("num_heads");
    int buckets = config.size("relative_attention_num_buckets", 32);
    int maxDistance = config.size("relative_attention_max_distance", 128);
    if (buckets < 4 || maxDistance <= buckets / 2) {
      throw config.impossible(
          new IllegalArgumentException(
              buckets + " buckets of distances below " + maxDistance + " make no sense"));
    }
    boolean tied = config.flag("tie_word_embeddings", true);
    double dropout = config.rate("dropout_rate");
    return new ModelSpec(
        new Family.EncoderDecoder(config.size("num_decoder_layers", layers)),
        layers,
        config.size("d_model"),
        config.size("n_positions", 512),
        config.size("vocab_size"),
        BlockForm.PRE_NORM,
        new Norm(Norm.Kind.RMS, config.number("layer_norm_epsilon", 1e-6)),
        new Attention(heads, heads, config.size("d_kv"), false),
        new Positions.Buckets(buckets, maxDistance),
        mlp(config),
        false,
        new Head(tied, tied, config.number("z_loss", 0)),
        new DropoutRates(dropout, dropout, dropout, dropout),
        new Init.T5());
  }

  private static Mlp mlp(HuggingFaceConfig config) {
    String name = config.text("feed_forward_proj", "relu");
    int width = config.size("d_ff");
    return switch (name) {
      case "relu" -> new Mlp(width, Activation.RELU, false);
      case "gelu" -> new Mlp(width, Activation.GELU, false);
      case "gelu_new" -> new Mlp(width, Activation.GELU_TANH, false);
      case "silu" -> new Mlp(width, Activation.SILU, false);
      case "gated-relu" -> new Mlp(width, Activation.RELU, true);
      case "gated-gelu" -> new Mlp(width, Activation.GELU_TANH, true);
      case "gated-silu" -> new Mlp(width, Activation.SILU, true);
      default ->
          throw config.notOneOf(
              "feed_forward_proj",
              name,
              List.of(
                  "relu", "gelu", "gelu_new", "silu", "gated-relu", "gated-gelu", "gated-silu"));
    };
  }

  @Override
  public void write(ModelSpec spec, ObjectNode config) {
    config.putArray("architectures").add("T5ForConditionalGeneration");
    Positions.Buckets buckets = (Positions.Buckets) spec.positions();
    config.put("d_model", spec.width()).put("d_kv", spec.attention().headWidth());
    config.put("d_ff", spec.mlp().width()).put("num_heads", spec.attention().heads());
    config.put("num_layers", spec.layers());
    config.put("num_decoder_layers", ((Family.EncoderDecoder) spec.family()).decoderLayers());
    config.put("vocab_size", spec.vocabulary()).put("n_positions", spec.context());
    config.put("relative_attention_num_buckets", buckets.buckets());
    config.put("relative_attention_max_distance", buckets.maxDistance());
    config.put("layer_norm_epsilon", spec.norm().epsilon());
    config.put("dropout_rate", spec.dropout().residual());
    config.put("feed_forward_proj", projection(spec.mlp()));
    config.put("is_encoder_decoder", true).put("decoder_start_token_id", 0);
    config.put("pad_token_id", 0).put("eos_token_id", 1);
  }

  private static String projection(Mlp mlp) {
    String activation = HuggingFaceConfig.name(mlp.activation());
    boolean approximate = mlp.activation() == Activation.GELU_TANH;
    return mlp.gated() ? "gated-" + (approximate ? "gelu" : activation) : activation;
  }

  @Override
  public void list(ModelSpec spec, TensorList tensors) {
    tensors.whole("shared.weight", "embed.tokens.weight");
    for (int i = 0; i < spec.layers(); i++) {
      String theirs = "encoder.block." + i + ".layer.";
      String ours = "encoder.layers." + i + ".";
      selfAttention(tensors, theirs, ours, i == 0 ? "encoder." : null);
      mlp(tensors, theirs + "1.", ours, "norm2", spec.mlp());
    }
    tensors.norm("encoder.final_layer_norm", "encoder.norm");
    for (int i = 0; i < ((Family.EncoderDecoder) spec.family()).decoderLayers(); i++) {
      String theirs = "decoder.block." + i + ".layer.";
      String ours = "decoder.layers." + i + ".";
      selfAttention(tensors, theirs, ours, i == 0 ? "decoder." : null);
      String cross = theirs + "1.EncDecAttention.";
      tensors.linear(cross + "q", ours + "cross.q");
      tensors.separate(ours + "cross.kv", cross + "k", cross + "v");
      tensors.linear(cross + "o", ours + "cross.out");
      tensors.norm(theirs + "1.layer_norm", ours + "norm2");
      mlp(tensors, theirs + "2.", ours, "norm3", spec.mlp());
    }
    tensors.norm("decoder.final_layer_norm", "decoder.norm");
    GptParts.listHead(spec, tensors);
  }

  /** The first block of a stack holds the table of position biases that all of them read. */
  private static void selfAttention(
      TensorList tensors, String theirs, String ours, String stackWithTable) {
    String attention = theirs + "0.SelfAttention.";
    tensors.separate(ours + "attn.qkv", attention + "q", attention + "k", attention + "v");
    tensors.linear(attention + "o", ours + "attn.out");
    if (stackWithTable != null) {
      tensors.whole(
          attention + "relative_attention_bias.weight", stackWithTable + "positions.weight");
    }
    tensors.norm(theirs + "0.layer_norm", ours + "norm1");
  }

  private static void mlp(TensorList tensors, String theirs, String ours, String norm, Mlp mlp) {
    String dense = theirs + "DenseReluDense.";
    if (mlp.gated()) {
      tensors.separate(ours + "mlp.in", dense + "wi_0", dense + "wi_1");
    } else {
      tensors.linear(dense + "wi", ours + "mlp.in");
    }
    tensors.linear(dense + "wo", ours + "mlp.out");
    tensors.norm(theirs + "layer_norm", ours + norm);
  }
}
