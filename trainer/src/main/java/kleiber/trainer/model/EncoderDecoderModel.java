package kleiber.trainer.model;

import java.util.List;
import java.util.Map;
import kleiber.trainer.batch.Field;
import kleiber.trainer.kernels.AttentionMask;
import kleiber.trainer.kernels.Gradient;
import kleiber.trainer.model.ModelSpec.Family;
import kleiber.trainer.tensor.Tensor;
import kleiber.trainer.tensor.Variable;

/** T5: an encoder, and a decoder that attends to itself and to the encoder's output. */
final class EncoderDecoderModel {
  private EncoderDecoderModel() {}

  static Outputs append(
      Assembly assembly, Family.EncoderDecoder family, Map<Field, Tensor> inputs) {
    CrossAttention.Memory memory = encoder(assembly, inputs);
    Assembly decoder = assembly.part("decoder.", assembly.length());
    Stream stream = new Stream(decoder);
    int layers = family.decoderLayers();
    Variable embedded = Embedding.append(decoder, stream, inputs.get(Field.TOKENS), null);
    PlaceTerm places = PlaceTerm.of(decoder, layers, false);
    Variable last =
        new Stack(decoder, stream)
            .append(
                layers,
                i -> {
                  String name = "layers." + i + ".";
                  Gradient memoryGradient = i == layers - 1 ? Gradient.OVERWRITE : Gradient.ADD;
                  return List.of(
                      new SelfAttention(
                          decoder, name + "attn.", AttentionMask.CAUSAL, places, null),
                      new CrossAttention(decoder, name + "cross.", memory, memoryGradient),
                      new FeedForward(decoder, name + "mlp."));
                },
                embedded);
    Variable dropped = decoder.dropped(last, assembly.spec().dropout().residual());
    LanguageHead head = new LanguageHead(decoder, dropped, null, inputs.get(Field.TARGETS));
    return new Outputs(head.logits(), List.of(head.loss()));
  }

  private static CrossAttention.Memory encoder(Assembly assembly, Map<Field, Tensor> inputs) {
    Tensor source = inputs.get(Field.SOURCE);
    Tensor lengths = inputs.get(Field.SOURCE_LENGTH);
    Assembly encoder = assembly.part("encoder.", source.columns());
    Stream stream = new Stream(encoder);
    Variable embedded = Embedding.append(encoder, stream, source, null);
    Variable last = EncoderModel.blocks(encoder, stream, embedded, lengths);
    Variable dropped = encoder.dropped(last, assembly.spec().dropout().residual());
    return new CrossAttention.Memory(dropped, source.columns(), lengths);
  }
}
