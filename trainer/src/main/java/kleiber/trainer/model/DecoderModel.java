package kleiber.trainer.model;

import java.util.List;
import java.util.Map;
import kleiber.trainer.batch.Field;
import kleiber.trainer.model.ModelSpec.Family;
import kleiber.trainer.tensor.Tensor;
import kleiber.trainer.tensor.Variable;

/** Every token predicts the next: GPT, Gopher, OPT, PaLM, LLaMA. */
final class DecoderModel {
  private DecoderModel() {}

  static Outputs append(Assembly assembly, Family.Decoder family, Map<Field, Tensor> inputs) {
    int layers = assembly.spec().layers();
    Stream stream = new Stream(assembly);
    Variable embedded = Embedding.append(assembly, stream, inputs.get(Field.TOKENS), null);
    PlaceTerm places = PlaceTerm.of(assembly, layers, false);
    Variable last =
        new Stack(assembly, stream)
            .append(
                layers,
                i -> {
                  String name = "layers." + i + ".";
                  return List.of(
                      new SelfAttention(assembly, name + "attn.", family.mask(i), places, null),
                      new FeedForward(assembly, name + "mlp."));
                },
                embedded);
    LanguageHead head = new LanguageHead(assembly, last, null, inputs.get(Field.TARGETS));
    return new Outputs(head.logits(), List.of(head.loss()));
  }
}
