package kleiber.lm.model.blueprint;

import kleiber.engine.kernels.AttentionMask;
import kleiber.lm.model.op.AttentionOp;
import kleiber.lm.model.op.HeadNormOp;
import kleiber.lm.model.op.LinearOp;
import kleiber.lm.model.op.RotaryOp;
import kleiber.lm.model.op.Storage;
import kleiber.lm.model.op.Value;
import kleiber.lm.model.op.Weight;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.ModelSpec.Attention;
import kleiber.lm.model.spec.Positions;
import kleiber.lm.model.spec.Role;

/**
 * Attention of a sequence to itself, every head's queries and keys normed before they are turned by
 * their places. The projection is stored as one, and computed in three parts, since a norm wants
 * heads beside each other.
 *
 * @param name of its parameters, such as {@code layers.0.attn.}
 * @param mask which keys a query sees by their places
 * @param projection of queries, keys and values
 */
record NormedAttention(
    Draft draft, String name, AttentionMask mask, ParameterListing.Linear projection)
    implements Branch {

  @Override
  public Value append(Value x, Value residual, ResidualStream stream) {
    ModelSpec spec = draft.spec();
    Attention heads = spec.attention();
    int keyRows = heads.keyWidth();
    Value queries = normed("q", x, 0, heads.queryWidth());
    Value keys = normed("k", x, heads.queryWidth(), keyRows);
    Value values = projected("v", x, heads.queryWidth() + keyRows, keyRows, Storage.PRODUCT);
    Value attended =
        draft.rows(
            name + "attended", "attended", heads.queryWidth(), Storage.PRODUCT, Storage.PRODUCT);
    draft.add(
        new AttentionOp(
            heads,
            spec.parametrisation().scores(spec),
            mask,
            queries,
            keys,
            values,
            null,
            null,
            null,
            draft.rate(spec.dropout().attention()),
            attended));
    return CrossAttention.end(draft, name, attended, residual, stream);
  }

  private Value normed(String which, Value x, int firstRow, int rows) {
    Value projected = projected(which, x, firstRow, rows, Storage.FLOAT);
    int headWidth = draft.spec().attention().headWidth();
    Weight gain =
        draft.parameters().vector(draft.named(name + which + "Norm.weight"), Role.GAIN, headWidth);
    Value normed = draft.rows(name + which + "Normed", which + "Normed", rows);
    draft.add(new HeadNormOp(projected, gain, draft.spec().norm().epsilon(), normed));
    if (draft.spec().positions() instanceof Positions.Rotary rotary) {
      draft.add(
          new RotaryOp(normed.columnRange(0, rows), draft.length(), headWidth, rotary.theta()));
    }
    return normed;
  }

  private Value projected(String which, Value x, int firstRow, int rows, Storage storage) {
    ParameterListing.Linear part = projection.rows(firstRow, rows);
    Value y = draft.rows(name + which, which, rows, storage, Storage.FLOAT);
    return draft.add(new LinearOp(x, part.weight(), part.bias(), y));
  }
}
