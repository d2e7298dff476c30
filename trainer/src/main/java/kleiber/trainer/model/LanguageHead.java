package kleiber.trainer.model;

import kleiber.trainer.batch.Field;
import kleiber.trainer.kernels.CrossEntropy;
import kleiber.trainer.kernels.Gradient;
import kleiber.trainer.kernels.Kernels;
import kleiber.trainer.tensor.Tensor;
import kleiber.trainer.tensor.Variable;

/** From hidden states to the probabilities of tokens and their loss. */
final class LanguageHead {
  private final Variable logits;
  private final Loss loss;

  /**
   * Appends logits = x·scale·Eᵀ and their cross-entropy against {@code targets} [B, T].
   *
   * @param bias [V], or null
   */
  LanguageHead(Assembly assembly, Variable hidden, Variable bias, Tensor targets) {
    ModelSpec spec = assembly.spec();
    Kernels kernels = assembly.kernels();
    Variable x = hidden;
    if (spec.head().scaled()) {
      x = assembly.rows("head.in", spec.width());
      assembly.add(kernels.scale(hidden, 1 / Math.sqrt(spec.width()), x));
    }
    Variable weight = assembly.shared(spec.head().tied() ? "embed.tokens.weight" : "head.weight");
    logits = assembly.rowsInPlace(spec.vocabulary());
    assembly.add(kernels.linear(x, weight, bias, logits, Gradient.OVERWRITE));
    CrossEntropy op = kernels.crossEntropy(logits, targets, spec.head().zLoss());
    assembly.add(op);
    loss = new Loss(Field.TARGETS, op);
  }

  /** [B·T, V]. */
  Variable logits() {
    return logits;
  }

  Loss loss() {
    return loss;
  }
}
