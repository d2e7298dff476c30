package kleiber.lm.testing;

import java.util.LinkedHashMap;
import java.util.Map;
import kleiber.core.random.SeededStream;
import kleiber.engine.kernels.Activation;
import kleiber.lm.batch.Batch;
import kleiber.lm.batch.BatchLayout;
import kleiber.lm.batch.Field;
import kleiber.lm.model.spec.Init;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.ModelSpec.Attention;
import kleiber.lm.model.spec.ModelSpec.BlockForm;
import kleiber.lm.model.spec.ModelSpec.DropoutRates;
import kleiber.lm.model.spec.ModelSpec.Family;
import kleiber.lm.model.spec.ModelSpec.Head;
import kleiber.lm.model.spec.ModelSpec.Mlp;
import kleiber.lm.model.spec.ModelSpec.Norm;
import kleiber.lm.model.spec.Mup;
import kleiber.lm.model.spec.Positions;

/** Small models that between them have every part an architecture can have. */
public final class ModelCases {
  public static final int SEQUENCES = 3;
  private static final int LENGTH = 7;
  private static final int VOCABULARY = 37;
  private static final Mlp PLAIN = new Mlp(40, Activation.GELU, false);
  private static final Mlp GATED = new Mlp(40, Activation.SILU, true);
  private static final Family DECODER = new Family.Decoder(0);
  private static final DropoutRates EVERYWHERE = new DropoutRates(0.1, 0.2, 0.3, 0.4);

  private ModelCases() {}

  public static Map<String, ModelSpec> all() {
    Map<String, ModelSpec> cases = new LinkedHashMap<>();
    Positions learned = new Positions.Learned(2);
    Positions rotary = new Positions.Rotary(10_000);
    Positions buckets = new Positions.Buckets(8, 20);
    BlockForm pre = BlockForm.PRE_NORM;
    BlockForm post = BlockForm.POST_NORM;
    Norm.Kind layer = Norm.Kind.LAYER;
    Norm.Kind rms = Norm.Kind.RMS;
    cases.put("post-norm", spec(DECODER, post, layer, 4, learned, PLAIN));
    cases.put("grouped, rotary, gated", spec(DECODER, pre, rms, 2, rotary, GATED));
    cases.put("multi-query", spec(DECODER, post, rms, 1, new Positions.None(), GATED));
    cases.put("parallel", spec(DECODER, BlockForm.PARALLEL, layer, 1, rotary, GATED));
    cases.put("banded", spec(new Family.Decoder(3), pre, layer, 4, learned, PLAIN));
    cases.put(
        "normed queries and keys",
        normed(spec(new Family.Decoder(3, 0), pre, rms, 2, rotary, GATED)));
    cases.put("capped logits", capped(spec(DECODER, pre, layer, 4, learned, PLAIN)));
    cases.put("distances", spec(DECODER, pre, rms, 4, new Positions.Distances(), PLAIN));
    cases.put("buckets", spec(DECODER, pre, rms, 2, buckets, GATED));
    cases.put("encoder", spec(new Family.Encoder(2), post, layer, 4, learned, PLAIN));
    cases.put("pre-norm encoder", spec(new Family.Encoder(2), pre, layer, 2, rotary, PLAIN));
    cases.put("encoder-decoder", spec(new Family.EncoderDecoder(3), pre, rms, 2, buckets, GATED));
    cases.put(
        "post-norm encoder-decoder",
        spec(new Family.EncoderDecoder(1), post, layer, 4, learned, PLAIN));
    cases.put("µP", underMup(spec(DECODER, pre, layer, 4, learned, PLAIN)));
    Map<String, ModelSpec> dropped = new LinkedHashMap<>();
    cases.forEach((name, spec) -> dropped.put(name + " with dropout", withDropout(spec)));
    cases.putAll(dropped);
    return cases;
  }

  private static ModelSpec spec(
      Family family, BlockForm block, Norm.Kind norm, int keyHeads, Positions positions, Mlp mlp) {
    return ModelSpec.builder()
        .family(family)
        .layers(2)
        .width(24)
        .context(9)
        .vocabulary(VOCABULARY)
        .block(block)
        .norm(norm, 1e-5)
        .attention(new Attention(4, keyHeads, 8, !mlp.gated()))
        .positions(positions)
        .mlp(mlp)
        .biases(!mlp.gated())
        .head(new Head(!mlp.gated(), norm == Norm.Kind.RMS, 1e-3))
        .init(new Init.Normal(0.1, true, false))
        .build();
  }

  private static ModelSpec normed(ModelSpec spec) {
    Attention plain = spec.attention();
    return spec.toBuilder()
        .attention(
            new Attention(
                plain.heads(), plain.keyValueHeads(), plain.headWidth(), plain.scaled(), true))
        .build();
  }

  private static ModelSpec capped(ModelSpec spec) {
    Head plain = spec.head();
    return spec.toBuilder()
        .head(new Head(plain.tied(), plain.scaled(), plain.zLoss(), 1.5))
        .build();
  }

  /** Wider and deeper than its base, so that every factor is there. */
  private static ModelSpec underMup(ModelSpec spec) {
    return spec.toBuilder()
        .attention(new Attention(3, 3, 8, true, false))
        .parametrisation(new Mup(12, 4, 20, 1))
        .build();
  }

  private static ModelSpec withDropout(ModelSpec spec) {
    return spec.toBuilder().dropout(EVERYWHERE).build();
  }

  /** A batch that {@code spec} takes, with padding and ignored targets where it may have them. */
  public static Batch batch(ModelSpec spec) {
    BatchLayout layout =
        spec.family() instanceof Family.Decoder
            ? BatchLayout.causal(LENGTH)
            : spec.family() instanceof Family.Encoder
                ? BatchLayout.masked(LENGTH)
                : BatchLayout.sequenceToSequence(9, LENGTH);
    Batch batch = new Batch(layout, SEQUENCES);
    for (Field field : layout.fields()) {
      SeededStream random = SeededStream.of(3, field.name());
      int[] values = batch.get(field);
      for (int i = 0; i < values.length; i++) {
        values[i] =
            switch (field) {
              case TOKENS, SOURCE -> (int) random.below(i, VOCABULARY);
              case TARGETS -> (int) random.below(i, VOCABULARY + 10) - 10;
              case SEGMENTS, PAIR_TARGET -> (int) random.below(i, 2);
              case LENGTH, SOURCE_LENGTH -> LENGTH - 2 * i;
            };
        values[i] = Math.max(Field.IGNORED, values[i]);
      }
    }
    return batch;
  }
}
