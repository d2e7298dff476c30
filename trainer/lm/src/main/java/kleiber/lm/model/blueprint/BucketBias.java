package kleiber.lm.model.blueprint;

import kleiber.lm.model.op.BucketBiasOp;
import kleiber.lm.model.op.Rows;
import kleiber.lm.model.op.Value;
import kleiber.lm.model.op.Weight;
import kleiber.lm.model.spec.ModelSpec.Attention;
import kleiber.lm.model.spec.Positions;

/**
 * T5's bias by bucket of distances, computed once for all blocks of a stack.
 *
 * @param bias [H·T, T]
 */
record BucketBias(Value bias) implements PlaceTerm {
  /** Appends the bias itself. */
  static BucketBias of(Draft draft, Positions.Buckets positions, boolean bothWays) {
    int heads = draft.spec().attention().heads();
    int length = draft.length();
    Weight table =
        draft
            .parameters()
            .positionBias(draft.named("positions.weight"), positions.buckets(), heads);
    Value bias = draft.value("positions", "positions", Rows.shared((long) heads * length), length);
    return new BucketBias(draft.add(new BucketBiasOp(positions, length, bothWays, table, bias)));
  }

  @Override
  public Placed append(String name, Value qkv, Attention heads) {
    return new Placed(qkv.columnRange(0, heads.queryWidth()), bias, null);
  }
}
