package kleiber.lm.interchange.family;

import com.fasterxml.jackson.databind.node.ObjectNode;
import kleiber.engine.kernels.Activation;
import kleiber.lm.model.spec.Init;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.ModelSpec.Attention;
import kleiber.lm.model.spec.ModelSpec.DropoutRates;
import kleiber.lm.model.spec.ModelSpec.Family;
import kleiber.lm.model.spec.ModelSpec.Mlp;
import kleiber.lm.model.spec.ModelSpec.Norm;
import kleiber.lm.model.spec.ModelSpecBuilder;
import kleiber.lm.model.spec.Positions;

/** What the folders of BERT and Megatron-LM's BERT have in common. */
final class BertParts {
  /** A block's modules. */
  static final String LAYER = "bert.encoder.layer.*.";

  private static final SizeKeys KEYS = SizeKeys.BERT;

  private BertParts() {}

  /** What keeps {@code spec} out of both. */
  static Misfits misfits(ModelSpec spec) {
    return Misfits.plain(spec)
        .family(spec, Family.Encoder.class)
        .only("norm", spec.norm().kind(), Norm.Kind.LAYER)
        .plainHeads(spec)
        .evenHeads(spec)
        .only("scaledScores", spec.attention().scaled(), true)
        .learnedPositions(spec, 0)
        .gated(spec, false)
        .only("scaledHead", spec.head().scaled(), false);
  }

  /** All but the place of the norms. */
  static ModelSpecBuilder read(HuggingFaceConfig config) {
    config.require("position_embedding_type", "absolute");
    config.require("is_decoder", false);
    int heads = KEYS.heads(config);
    double dropout = config.rate("hidden_dropout_prob");
    Activation activation = config.activation("hidden_act", "gelu");
    return KEYS.read(config)
        .family(new Family.Encoder(config.size("type_vocab_size", 2)))
        .norm(Norm.Kind.LAYER, config.number("layer_norm_eps", 1e-12))
        .attention(new Attention(heads, heads, KEYS.evenHeadWidth(config), true))
        .positions(new Positions.Learned(0))
        .mlp(new Mlp(KEYS.mlpWidth(config), activation, false))
        .biases(true)
        .head(config.head(true))
        .dropout(new DropoutRates(dropout, config.rate("attention_probs_dropout_prob"), 0, dropout))
        .init(new Init.Normal(config.number("initializer_range", 0.02), false, true));
  }

  static void write(ModelSpec spec, ObjectNode config) {
    KEYS.write(spec, config);
    config.put("type_vocab_size", ((Family.Encoder) spec.family()).segments());
    config.put("layer_norm_eps", spec.norm().epsilon());
    config.put("hidden_act", ActivationNames.of(spec.mlp().activation()));
    config.put("hidden_dropout_prob", spec.dropout().residual());
    config.put("attention_probs_dropout_prob", spec.dropout().attention());
    config.put("position_embedding_type", "absolute");
  }

  /** All names but those of the norms in and around the blocks. */
  static TensorNames names() {
    String embeddings = "bert.embeddings.";
    String attention = LAYER + "attention.self.";
    return new TensorNames()
        .module("embed.tokens", embeddings + "word_embeddings")
        .module("embed.positions", embeddings + "position_embeddings")
        .module("embed.segments", embeddings + "token_type_embeddings")
        .module("layers.*.attn.qkv", attention + "query", attention + "key", attention + "value")
        .module("layers.*.attn.out", LAYER + "attention.output.dense")
        .module("layers.*.mlp.in", LAYER + "intermediate.dense")
        .module("layers.*.mlp.out", LAYER + "output.dense")
        .module("pooler", "bert.pooler.dense")
        .module("pair", "cls.seq_relationship")
        .module("mlm.transform", "cls.predictions.transform.dense")
        .module("mlm.norm", "cls.predictions.transform.LayerNorm")
        .module("head", "cls.predictions.decoder")
        .tensor("head.bias", "cls.predictions.bias");
  }
}
