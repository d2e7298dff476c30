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

/** {@code bert} with both pretraining heads. */
final class BertFamily implements HuggingFaceFamily {
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
    int width = config.size("hidden_size");
    int heads = config.size("num_attention_heads");
    int headWidth = config.quotient("hidden_size", width, "num_attention_heads", heads);
    double dropout = config.rate("hidden_dropout_prob");
    return new ModelSpec(
        new Family.Encoder(config.size("type_vocab_size", 2)),
        config.size("num_hidden_layers"),
        width,
        config.size("max_position_embeddings", 512),
        config.size("vocab_size"),
        BlockForm.POST_NORM,
        new Norm(Norm.Kind.LAYER, config.number("layer_norm_eps", 1e-12)),
        new Attention(heads, heads, headWidth, true),
        new Positions.Learned(0),
        new Mlp(
            config.size("intermediate_size", 4 * width),
            config.activation("hidden_act", "gelu"),
            false),
        true,
        new Head(config.flag("tie_word_embeddings", true), false, config.number("z_loss", 0)),
        new DropoutRates(dropout, config.rate("attention_probs_dropout_prob"), 0, dropout),
        new Init.Normal(config.number("initializer_range", 0.02), false, true));
  }

  @Override
  public void write(ModelSpec spec, ObjectNode config) {
    config.putArray("architectures").add("BertForPreTraining");
    config.put("hidden_size", spec.width()).put("num_hidden_layers", spec.layers());
    config.put("num_attention_heads", spec.attention().heads());
    config.put("intermediate_size", spec.mlp().width()).put("vocab_size", spec.vocabulary());
    config.put("max_position_embeddings", spec.context());
    config.put("type_vocab_size", ((Family.Encoder) spec.family()).segments());
    config.put("layer_norm_eps", spec.norm().epsilon());
    config.put("hidden_act", HuggingFaceConfig.name(spec.mlp().activation()));
    config.put("hidden_dropout_prob", spec.dropout().residual());
    config.put("attention_probs_dropout_prob", spec.dropout().attention());
    config.put("position_embedding_type", "absolute");
  }

  @Override
  public void list(ModelSpec spec, TensorList tensors) {
    String embeddings = "bert.embeddings.";
    tensors.whole(embeddings + "word_embeddings.weight", "embed.tokens.weight");
    tensors.whole(embeddings + "position_embeddings.weight", "embed.positions.weight");
    tensors.whole(embeddings + "token_type_embeddings.weight", "embed.segments.weight");
    tensors.norm(embeddings + "LayerNorm", "embed.norm");
    for (int i = 0; i < spec.layers(); i++) {
      String theirs = "bert.encoder.layer." + i + ".";
      String ours = "layers." + i + ".";
      String attention = theirs + "attention.self.";
      tensors.separate(
          ours + "attn.qkv", attention + "query", attention + "key", attention + "value");
      tensors.linear(theirs + "attention.output.dense", ours + "attn.out");
      tensors.norm(theirs + "attention.output.LayerNorm", ours + "norm1");
      tensors.linear(theirs + "intermediate.dense", ours + "mlp.in");
      tensors.linear(theirs + "output.dense", ours + "mlp.out");
      tensors.norm(theirs + "output.LayerNorm", ours + "norm2");
    }
    tensors.linear("bert.pooler.dense", "pooler");
    tensors.whole("cls.predictions.bias", "head.bias");
    tensors.linear("cls.predictions.transform.dense", "mlm.transform");
    tensors.norm("cls.predictions.transform.LayerNorm", "mlm.norm");
    if (!spec.head().tied()) {
      tensors.whole("cls.predictions.decoder.weight", "head.weight");
    }
    tensors.linear("cls.seq_relationship", "pair");
  }

  @Override
  public ModelSpec complete(ModelSpec spec) {
    return spec.withBiases(true);
  }
}
