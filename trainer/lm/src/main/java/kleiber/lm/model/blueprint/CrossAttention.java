package kleiber.lm.model.blueprint;

import kleiber.engine.kernels.AttentionMask;
import kleiber.lm.batch.Field;
import kleiber.lm.model.op.AttentionOp;
import kleiber.lm.model.op.Parameter.Part;
import kleiber.lm.model.op.Storage;
import kleiber.lm.model.op.Value;
import kleiber.lm.model.spec.ModelSpec.Attention;
import kleiber.lm.model.spec.Role;

/**
 * Attention of a decoder to the encoder's output.
 *
 * @param name of its parameters, such as {@code layers.0.cross.}
 * @param memory the encoder's output
 */
record CrossAttention(Draft draft, String name, Value memory) implements Branch {

  @Override
  public Value append(Value x, Value residual, ResidualStream stream) {
    ParameterListing parameters = draft.parameters();
    Attention heads = draft.spec().attention();
    int width = draft.spec().width();
    Part key = parameters.part(Role.KEY_OR_VALUE, heads.keyWidth(), width);
    ParameterListing.Linear query =
        parameters.linear(draft.named(name + "q"), Role.QUERY, heads.queryWidth(), width);
    ParameterListing.Linear pair = parameters.fused(draft.named(name + "kv"), width, key, key);
    Value queries = draft.linear(name + "q", query, x, "cross.q");
    Value pairs = draft.linear(name + "kv", pair, memory, "cross.kv");
    Value attended =
        draft.rows(
            name + "attended", "attended", heads.queryWidth(), Storage.PRODUCT, Storage.PRODUCT);
    draft.add(
        new AttentionOp(
            heads,
            draft.spec().parametrisation().scores(draft.spec()),
            AttentionMask.NONE,
            queries,
            pairs.columnRange(0, heads.keyWidth()),
            pairs.columnRange(heads.keyWidth(), heads.keyWidth()),
            null,
            null,
            Field.SOURCE_LENGTH,
            draft.rate(draft.spec().dropout().attention()),
            attended));
    return end(draft, name, attended, residual, stream);
  }

  /** The projection that ends any attention. */
  static Value end(
      Draft draft, String name, Value attended, Value residual, ResidualStream stream) {
    int width = draft.spec().width();
    ParameterListing.Linear out =
        draft
            .parameters()
            .linear(draft.named(name + "out"), Role.ATTENTION_OUT, width, attended.columns());
    return draft.endBranch(name + "out", out, attended, residual, stream.next(name + "out"));
  }
}
