package kleiber.lm.model.blueprint;

import kleiber.engine.kernels.AttentionMask;
import kleiber.lm.batch.Field;
import kleiber.lm.model.op.AttentionOp;
import kleiber.lm.model.op.LinearOp;
import kleiber.lm.model.op.Parameter.Part;
import kleiber.lm.model.op.Storage;
import kleiber.lm.model.op.Value;
import kleiber.lm.model.spec.ModelSpec.Attention;
import kleiber.lm.model.spec.Role;

/**
 * Attention of a sequence to itself, query, key and value from one fused projection.
 *
 * @param name of its parameters, such as {@code layers.0.attn.}
 * @param mask which keys a query sees by their places
 * @param places what positions do here
 * @param lengths the field that says what is not padding, or null
 */
record SelfAttention(Draft draft, String name, AttentionMask mask, PlaceTerm places, Field lengths)
    implements Branch {

  @Override
  public Value append(Value x, Value residual, ResidualStream stream) {
    Attention heads = draft.spec().attention();
    if (heads.normed()) {
      return new NormedAttention(draft, name, mask, projection(heads)).append(x, residual, stream);
    }
    int queries = heads.queryWidth();
    int keys = heads.keyWidth();
    Storage storage = places == PlaceTerm.NONE ? Storage.PRODUCT : Storage.FLOAT;
    Value qkv = draft.rows(name + "qkv", "qkv", queries + 2 * keys, storage, Storage.FLOAT);
    ParameterListing.Linear projection = projection(heads);
    draft.add(new LinearOp(x, projection.weight(), projection.bias(), qkv));
    PlaceTerm.Placed placed = places.append(name, qkv, heads);
    Value attended =
        draft.rows(name + "attended", "attended", queries, Storage.PRODUCT, Storage.PRODUCT);
    draft.add(
        new AttentionOp(
            heads,
            draft.spec().parametrisation().scores(draft.spec()),
            mask,
            placed.queries(),
            qkv.columnRange(queries, keys),
            qkv.columnRange(queries + keys, keys),
            placed.bias(),
            placed.byDistance(),
            lengths,
            draft.rate(draft.spec().dropout().attention()),
            attended));
    return CrossAttention.end(draft, name, attended, residual, stream);
  }

  private ParameterListing.Linear projection(Attention heads) {
    ParameterListing parameters = draft.parameters();
    int width = draft.spec().width();
    Part query = parameters.part(Role.QUERY, heads.queryWidth(), width);
    Part key = parameters.part(Role.KEY_OR_VALUE, heads.keyWidth(), width);
    return parameters.fused(draft.named(name + "qkv"), width, query, key, key);
  }
}
