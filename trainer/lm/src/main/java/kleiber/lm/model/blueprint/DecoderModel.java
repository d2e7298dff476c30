package kleiber.lm.model.blueprint;

import java.util.List;
import kleiber.lm.batch.Field;
import kleiber.lm.model.op.LossOp;
import kleiber.lm.model.op.Value;
import kleiber.lm.model.spec.ModelSpec.Family;

/** Every token predicts the next: GPT, Gopher, OPT, PaLM, LLaMA. */
final class DecoderModel {
  private DecoderModel() {}

  static List<LossOp> append(Draft draft, Family.Decoder family) {
    ResidualStream stream = new ResidualStream(draft);
    Value embedded = Embedding.append(draft, stream, Field.TOKENS);
    PlaceTerm places = PlaceTerm.of(draft, false);
    Value last =
        new Stack(draft, stream)
            .append(
                draft.spec().layers(),
                i -> {
                  String name = "layers." + i + ".";
                  return List.of(
                      new SelfAttention(draft, name + "attn.", family.mask(i), places, null),
                      new FeedForward(draft, name + "mlp."));
                },
                embedded);
    return List.of(LanguageHead.append(draft, last, null));
  }
}
