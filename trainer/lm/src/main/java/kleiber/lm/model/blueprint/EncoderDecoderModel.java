package kleiber.lm.model.blueprint;

import java.util.List;
import kleiber.engine.kernels.AttentionMask;
import kleiber.lm.batch.BatchLayout;
import kleiber.lm.batch.Field;
import kleiber.lm.model.op.LossOp;
import kleiber.lm.model.op.Value;
import kleiber.lm.model.spec.ModelSpec.Family;

/** T5: an encoder, and a decoder that attends to itself and to the encoder's output. */
final class EncoderDecoderModel {
  private EncoderDecoderModel() {}

  static List<LossOp> append(Draft draft, Family.EncoderDecoder family, BatchLayout layout) {
    double rate = draft.spec().dropout().residual();
    Value memory = encoder(draft.part("encoder.", layout.columns(Field.SOURCE)), rate);
    Draft decoder = draft.part("decoder.", layout.length());
    ResidualStream stream = new ResidualStream(decoder);
    Value embedded = Embedding.append(decoder, stream, Field.TOKENS);
    PlaceTerm places = PlaceTerm.of(decoder, false);
    Value last =
        new Stack(decoder, stream)
            .append(
                family.decoderLayers(),
                i -> {
                  String name = "layers." + i + ".";
                  return List.of(
                      new SelfAttention(
                          decoder, name + "attn.", AttentionMask.CAUSAL, places, null),
                      new CrossAttention(decoder, name + "cross.", memory),
                      new FeedForward(decoder, name + "mlp."));
                },
                embedded);
    return List.of(LanguageHead.append(decoder, decoder.dropped("kept", last, rate), null));
  }

  private static Value encoder(Draft encoder, double rate) {
    ResidualStream stream = new ResidualStream(encoder);
    Value embedded = Embedding.append(encoder, stream, Field.SOURCE);
    Value last = EncoderModel.blocks(encoder, stream, embedded, Field.SOURCE_LENGTH);
    return encoder.dropped("kept", last, rate);
  }
}
