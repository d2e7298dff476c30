package kleiber.lm.model.blueprint;

import kleiber.lm.batch.Field;
import kleiber.lm.model.op.EmbeddingOp;
import kleiber.lm.model.op.SumOp;
import kleiber.lm.model.op.Value;
import kleiber.lm.model.op.Weight;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.ModelSpec.BlockForm;
import kleiber.lm.model.spec.ModelSpec.Family;
import kleiber.lm.model.spec.Positions;

/** The beginning of the residual stream: tokens, learned positions and segments, added up. */
final class Embedding {
  private Embedding() {}

  /** Appends the embedding of {@code tokens}, a field of [B, T]. */
  static Value append(Draft draft, ResidualStream stream, Field tokens) {
    ModelSpec spec = draft.spec();
    Weight table = tokens(draft);
    Weight positions = positions(draft);
    Value hidden =
        draft.add(new EmbeddingOp(tokens, table, positions, stream.next("embed.tokens")));
    if (spec.family() instanceof Family.Encoder encoder) {
      hidden = withSegments(draft, stream, hidden, encoder.segments());
    }
    return draft.dropped("embed.kept", hidden, spec.dropout().embedding());
  }

  /** The table of tokens, which a tied head reads too. */
  static Weight tokens(Draft draft) {
    return draft.parameters().embedding("embed.tokens", draft.spec().vocabulary());
  }

  private static Value withSegments(
      Draft draft, ResidualStream stream, Value hidden, int segments) {
    Weight table = draft.parameters().embedding("embed.segments", segments);
    Value segment =
        draft.add(new EmbeddingOp(Field.SEGMENTS, table, null, stream.next("embed.segments")));
    Value sum = draft.add(new SumOp(hidden, segment, stream.next("embed.sum")));
    if (draft.spec().block() != BlockForm.POST_NORM) {
      return sum;
    }
    ParameterListing.Norm weights = draft.parameters().norm("embed.norm");
    return draft.norm(weights, sum, stream.turn("embed.norm"));
  }

  /** The rows of the position table from that of position 0 on, or null. */
  private static Weight positions(Draft draft) {
    if (!(draft.spec().positions() instanceof Positions.Learned learned)) {
      return null;
    }
    int context = draft.spec().context();
    return draft
        .parameters()
        .embedding("embed.positions", learned.firstRow() + context)
        .rows(learned.firstRow(), context);
  }
}
