package kleiber.trainer.model;

import kleiber.trainer.batch.Field;
import kleiber.trainer.kernels.Activation;
import kleiber.trainer.kernels.CrossEntropy;
import kleiber.trainer.kernels.Gradient;
import kleiber.trainer.tensor.Tensor;
import kleiber.trainer.tensor.Variable;

/**
 * The class of a pair of segments from the first token's hidden state, through BERT's tanh pooler:
 * whether the second follows the first, or which comes first.
 */
final class PairHead {
  /** Kinds of pairs. */
  static final int CLASSES = 2;

  private PairHead() {}

  /** Appends the classifier; it adds to the gradient that another reader of x has written. */
  static Loss append(Assembly assembly, Variable x, Tensor targets) {
    int width = assembly.spec().width();
    int sequences = assembly.sequences();
    Variable first = x.reshape(sequences, assembly.length() * width).columnRange(0, width);
    Variable pooled = assembly.linear("pooler", first, "pooler", Gradient.ADD);
    Variable squashed = assembly.variable("pooled", sequences, width);
    assembly.add(assembly.kernels().activation(Activation.TANH, pooled, squashed));
    Variable logits = assembly.linear("pair", squashed, "pair", Gradient.OVERWRITE);
    CrossEntropy op = assembly.kernels().crossEntropy(logits, targets, 0);
    assembly.add(op);
    return new Loss(Field.PAIR_TARGET, op);
  }
}
