package kleiber.trainer.model;

import java.util.List;
import java.util.Map;
import kleiber.trainer.batch.Field;
import kleiber.trainer.kernels.AttentionMask;
import kleiber.trainer.kernels.Gradient;
import kleiber.trainer.tensor.Tensor;
import kleiber.trainer.tensor.Variable;

/** BERT: masked tokens are predicted, and the class of a pair of segments. */
final class EncoderModel {
  private EncoderModel() {}

  /** The pair's head comes first: the masked tokens' then is the first to write the gradient. */
  static Outputs append(Assembly assembly, Map<Field, Tensor> inputs) {
    Stream stream = new Stream(assembly);
    Variable embedded =
        Embedding.append(assembly, stream, inputs.get(Field.TOKENS), inputs.get(Field.SEGMENTS));
    Variable last = blocks(assembly, stream, embedded, inputs.get(Field.LENGTH));
    Loss pair = PairHead.append(assembly, last, inputs.get(Field.PAIR_TARGET));
    Variable transformed = transform(assembly, last);
    Variable bias = assembly.parameter("head.bias");
    LanguageHead head = new LanguageHead(assembly, transformed, bias, inputs.get(Field.TARGETS));
    return new Outputs(head.logits(), List.of(head.loss(), pair));
  }

  /** norm(f(x·wᵀ + b)) before the output head. */
  private static Variable transform(Assembly assembly, Variable x) {
    Variable in = assembly.linear("mlm.transform", x, "mlm", Gradient.OVERWRITE);
    Variable activated = assembly.rows("mlm.activated", assembly.spec().width());
    assembly.add(assembly.kernels().activation(assembly.spec().mlp().activation(), in, activated));
    return assembly.normed("mlm.norm", activated, Gradient.OVERWRITE);
  }

  /** Blocks in which every token that is not padding is seen by all others. */
  static Variable blocks(Assembly assembly, Stream stream, Variable embedded, Tensor lengths) {
    int layers = assembly.spec().layers();
    PlaceTerm places = PlaceTerm.of(assembly, layers, true);
    return new Stack(assembly, stream)
        .append(
            layers,
            i -> {
              String name = "layers." + i + ".";
              return List.of(
                  new SelfAttention(assembly, name + "attn.", AttentionMask.NONE, places, lengths),
                  new FeedForward(assembly, name + "mlp."));
            },
            embedded);
  }
}
