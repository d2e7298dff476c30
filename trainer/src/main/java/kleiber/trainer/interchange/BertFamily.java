package kleiber.trainer.interchange;

import com.fasterxml.jackson.databind.node.ObjectNode;
import kleiber.trainer.kernels.Activation;
import kleiber.trainer.model.Init;
import kleiber.trainer.model.ModelSpec;
import kleiber.trainer.model.ModelSpec.Attention;
import kleiber.trainer.model.ModelSpec.BlockForm;
import kleiber.trainer.model.ModelSpec.DropoutRates;
import kleiber.trainer.model.ModelSpec.Family;
import kleiber.trainer.model.ModelSpec.Mlp;
import kleiber.trainer.model.ModelSpec.Norm;
import kleiber.trainer.model.ModelSpec.Positions;

/** {@code bert} with both pretraining heads. */
final class BertFamily implements HuggingFaceFamily {
  private static final SizeKeys KEYS = SizeKeys.BERT;

  @Override
  public String modelType() {
    return "bert";
  }

  @Override
  public boolean suits(ModelSpec spec) {
    return spec.family() instanceof Family.Encoder
        && spec.block() == BlockForm.POST_NORM
        && spec.norm().kind() == Norm.Kind.LAYER
        && spec.attention().keyValueHeads() == spec.attention().heads()
        && spec.attention().queryWidth() == spec.width()
        && spec.attention().scaled()
        && spec.positions().equals(new Positions.Learned(0))
        && !spec.mlp().gated()
        && !spec.head().scaled()
        && spec.dropout().hidden() == 0
        && spec.dropout().embedding() == spec.dropout().residual();
  }

  @Override
  public ModelSpec read(HuggingFaceConfig config) {
    config.require("position_embedding_type", "absolute");
    config.require("is_decoder", false);
    int heads = KEYS.heads(config);
    double dropout = config.rate("hidden_dropout_prob");
    Activation activation = config.activation("hidden_act", "gelu");
    return KEYS.read(config)
        .family(new Family.Encoder(config.size("type_vocab_size", 2)))
        .block(BlockForm.POST_NORM)
        .norm(Norm.Kind.LAYER, config.number("layer_norm_eps", 1e-12))
        .attention(new Attention(heads, heads, KEYS.evenHeadWidth(config), true))
        .positions(new Positions.Learned(0))
        .mlp(new Mlp(KEYS.mlpWidth(config), activation, false))
        .biases(true)
        .head(config.head(true))
        .dropout(new DropoutRates(dropout, config.rate("attention_probs_dropout_prob"), 0, dropout))
        .init(new Init.Normal(config.number("initializer_range", 0.02), false, true))
        .build();
  }

  @Override
  public void write(ModelSpec spec, ObjectNode config) {
    config.putArray("architectures").add("BertForPreTraining");
    KEYS.write(spec, config);
    config.put("type_vocab_size", ((Family.Encoder) spec.family()).segments());
    config.put("layer_norm_eps", spec.norm().epsilon());
    config.put("hidden_act", HuggingFaceConfig.name(spec.mlp().activation()));
    config.put("hidden_dropout_prob", spec.dropout().residual());
    config.put("attention_probs_dropout_prob", spec.dropout().attention());
    config.put("position_embedding_type", "absolute");
  }

  @Override
  public TensorNames tensorNames(ModelSpec spec) {
    String embeddings = "bert.embeddings.";
    String theirs = "bert.encoder.layer.*.";
    String attention = theirs + "attention.self.";
    return new TensorNames()
        .module("embed.tokens", embeddings + "word_embeddings")
        .module("embed.positions", embeddings + "position_embeddings")
        .module("embed.segments", embeddings + "token_type_embeddings")
        .module("embed.norm", embeddings + "LayerNorm")
        .module("layers.*.attn.qkv", attention + "query", attention + "key", attention + "value")
        .module("layers.*.attn.out", theirs + "attention.output.dense")
        .module("layers.*.norm1", theirs + "attention.output.LayerNorm")
        .module("layers.*.mlp.in", theirs + "intermediate.dense")
        .module("layers.*.mlp.out", theirs + "output.dense")
        .module("layers.*.norm2", theirs + "output.LayerNorm")
        .module("pooler", "bert.pooler.dense")
        .module("pair", "cls.seq_relationship")
        .module("mlm.transform", "cls.predictions.transform.dense")
        .module("mlm.norm", "cls.predictions.transform.LayerNorm")
        .module("head", "cls.predictions.decoder")
        .tensor("head.bias", "cls.predictions.bias");
  }

  @Override
  public ModelSpec complete(ModelSpec spec) {
    return spec.withBiases(true);
  }
}
