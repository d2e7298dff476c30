package kleiber.trainer.model;

import java.util.List;
import kleiber.trainer.batch.Field;
import kleiber.trainer.model.ModelSpec.Family;

/** Every token predicts the next: GPT, Gopher, OPT, PaLM, LLaMA. */
final class DecoderModel {
  private DecoderModel() {}

  static List<LossOp> append(Draft draft, Family.Decoder family) {
    Stream stream = new Stream(draft);
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
