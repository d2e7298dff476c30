package kleiber.lm.model.blueprint;

import kleiber.lm.model.op.AttentionOp;
import kleiber.lm.model.op.Operand;
import kleiber.lm.model.op.RotaryOp;
import kleiber.lm.model.op.Value;
import kleiber.lm.model.spec.ModelSpec.Attention;
import kleiber.lm.model.spec.Positions;

/** What positions do inside the attention of a stack's blocks. */
interface PlaceTerm {
  /** Positions do nothing here: attention alone reads what was projected. */
  PlaceTerm NONE = (name, qkv, heads) -> Placed.plain(qkv, heads);

  /**
   * Appends what comes between a block's projection and its attention.
   *
   * @param name of the block's attention parameters
   * @param qkv [B·T, queries + keys + values]
   */
  Placed append(String name, Value qkv, Attention heads);

  /**
   * What to attend with.
   *
   * @param queries of the attention
   * @param bias on its scores, or null
   * @param byDistance what its scores gain, or null
   */
  record Placed(Operand queries, Value bias, AttentionOp.ByDistance byDistance) {
    /** The queries of {@code qkv} as they are. */
    static Placed plain(Value qkv, Attention heads) {
      return new Placed(qkv.columnRange(0, heads.queryWidth()), null, null);
    }
  }

  /**
   * The term for a stack, shared by its blocks where it can be.
   *
   * @param bothWays whether queries see keys after them
   */
  static PlaceTerm of(Draft draft, boolean bothWays) {
    Positions positions = draft.spec().positions();
    if (positions instanceof Positions.Rotary rotary) {
      return (name, qkv, heads) -> {
        Operand.Columns turned = qkv.columnRange(0, heads.queryWidth() + heads.keyWidth());
        draft.add(new RotaryOp(turned, draft.length(), heads.headWidth(), rotary.theta()));
        return Placed.plain(qkv, heads);
      };
    }
    if (positions instanceof Positions.Buckets buckets) {
      return BucketBias.of(draft, buckets, bothWays);
    }
    if (positions instanceof Positions.Distances) {
      return new DistanceScores(draft);
    }
    return NONE;
  }
}
