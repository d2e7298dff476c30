package kleiber.lm.model.blueprint;

import java.util.List;
import kleiber.engine.kernels.AttentionMask;
import kleiber.lm.batch.Field;
import kleiber.lm.model.op.ActivationOp;
import kleiber.lm.model.op.LossOp;
import kleiber.lm.model.op.Value;
import kleiber.lm.model.op.Weight;
import kleiber.lm.model.spec.Role;

/** BERT: masked tokens are predicted, and the class of a pair of segments. */
final class EncoderModel {
  private EncoderModel() {}

  static List<LossOp> append(Draft draft) {
    ResidualStream stream = new ResidualStream(draft);
    Value embedded = Embedding.append(draft, stream, Field.TOKENS);
    Value last = blocks(draft, stream, embedded, Field.LENGTH);
    LossOp pair = PairHead.append(draft, last);
    Value transformed = transform(draft, last);
    Weight bias = draft.parameters().vector("head.bias", Role.HEAD_BIAS, draft.spec().vocabulary());
    return List.of(LanguageHead.append(draft, transformed, bias), pair);
  }

  /** norm(f(x·wᵀ + b)) before the output head. */
  private static Value transform(Draft draft, Value x) {
    int width = draft.spec().width();
    ParameterListing.Linear weights =
        draft.parameters().linear("mlm.transform", Role.OTHER, width, width);
    Value in = draft.linear("mlm.transform", weights, x, "mlm");
    Value activated = draft.rows("mlm.activated", "mlm.activated", width);
    draft.add(new ActivationOp(draft.spec().mlp().activation(), in, activated));
    return draft.normed("mlm.norm", activated);
  }

  /** Blocks in which every token that is not padding is seen by all others. */
  static Value blocks(Draft draft, ResidualStream stream, Value embedded, Field lengths) {
    PlaceTerm places = PlaceTerm.of(draft, true);
    return new Stack(draft, stream)
        .append(
            draft.spec().layers(),
            i -> {
              String name = "layers." + i + ".";
              return List.of(
                  new SelfAttention(draft, name + "attn.", AttentionMask.NONE, places, lengths),
                  new FeedForward(draft, name + "mlp."));
            },
            embedded);
  }
}
