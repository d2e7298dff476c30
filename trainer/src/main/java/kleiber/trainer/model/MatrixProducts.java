package kleiber.trainer.model;

import kleiber.trainer.batch.BatchLayout;
import kleiber.trainer.batch.Field;
import kleiber.trainer.kernels.AttentionMask;
import kleiber.trainer.model.ModelSpec.Attention;
import kleiber.trainer.model.ModelSpec.Family;
import kleiber.trainer.model.ModelSpec.Mlp;
import kleiber.trainer.model.ModelSpec.Positions;

/**
 * Multiplications of one forward pass in matrix products, the head included. Attention counts the
 * keys that a mask leaves, padding counts as tokens, and what is computed once a batch, not once
 * per sequence, is left out (Transformer-XL's projection of distances).
 */
record MatrixProducts(ModelSpec spec, BatchLayout layout) {

  double perSequence() {
    double length = layout.length();
    double head = length * spec.width() * spec.vocabulary();
    if (spec.family() instanceof Family.Decoder decoder) {
      double sum = head;
      double even = length * projections() + selfAttention(decoder.mask(0));
      double odd = length * projections() + selfAttention(decoder.mask(1));
      for (int i = 0; i < spec.layers(); i++) {
        sum += i % 2 == 0 ? even : odd;
      }
      return sum;
    }
    if (spec.family() instanceof Family.EncoderDecoder both) {
      double source = layout.columns(Field.SOURCE);
      return encoder(source)
          + both.decoderLayers()
              * (length * projections()
                  + selfAttention(AttentionMask.CAUSAL)
                  + crossAttention(source))
          + head;
    }
    double square = (double) spec.width() * spec.width();
    double pair = square + (double) PairHead.CLASSES * spec.width();
    return encoder(length) + length * square + pair + head;
  }

  private double encoder(double length) {
    double attention = 2 * length * length * spec.attention().queryWidth();
    return spec.layers() * (length * projections() + attention);
  }

  /** A block's linear layers, one token. */
  private double projections() {
    Attention heads = spec.attention();
    Mlp mlp = spec.mlp();
    return (double) spec.width()
        * (spec.qkvWidth() + heads.queryWidth() + (mlp.gated() ? 3.0 : 2.0) * mlp.width());
  }

  /** A block's products of queries, keys and values, one sequence. */
  private double selfAttention(AttentionMask mask) {
    int length = layout.length();
    double pairs = 0;
    for (int query = 0; query < length; query++) {
      pairs += mask.endKey(query, length) - mask.firstKey(query);
    }
    int products = spec.positions() instanceof Positions.Distances ? 3 : 2;
    return products * pairs * spec.attention().queryWidth();
  }

  private double crossAttention(double source) {
    Attention heads = spec.attention();
    double length = layout.length();
    return 2 * length * spec.width() * heads.queryWidth()
        + 2 * source * spec.width() * heads.keyWidth()
        + 2 * length * source * heads.queryWidth();
  }
}
