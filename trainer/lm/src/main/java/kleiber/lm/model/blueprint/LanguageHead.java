package kleiber.lm.model.blueprint;

import kleiber.engine.kernels.Activation;
import kleiber.lm.batch.Field;
import kleiber.lm.model.op.ActivationOp;
import kleiber.lm.model.op.LinearOp;
import kleiber.lm.model.op.LossOp;
import kleiber.lm.model.op.ScaleOp;
import kleiber.lm.model.op.Value;
import kleiber.lm.model.op.Weight;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.Role;

/** From hidden states to the probabilities of tokens and their loss. */
final class LanguageHead {
  private LanguageHead() {}

  /**
   * Appends logits = x·scale·Eᵀ, capped where the model says so, and their cross-entropy.
   *
   * @param bias [V], or null
   */
  static LossOp append(Draft draft, Value hidden, Weight bias) {
    ModelSpec spec = draft.spec();
    Value x = hidden;
    double cap = spec.head().softcap();
    double factor = spec.parametrisation().head(spec) / (cap > 0 ? cap : 1);
    if (factor != 1) {
      x = draft.rows("head.in", "head.in", spec.width());
      draft.add(new ScaleOp(hidden, factor, x));
    }
    Weight weight =
        spec.head().tied()
            ? Embedding.tokens(draft)
            : draft.parameters().unbiased("head", Role.HEAD, spec.vocabulary(), spec.width());
    Value logits = draft.rowsInPlace("logits", spec.vocabulary());
    if (cap > 0) {
      capped(draft, x, weight, cap, logits);
    } else {
      draft.add(new LinearOp(x, weight, bias, logits));
    }
    LossOp loss = new LossOp(logits, Field.TARGETS, spec.head().zLoss());
    draft.add(loss);
    return loss;
  }

  /** logits = cap·tanh(x·Eᵀ), where x is over the cap already. */
  private static void capped(Draft draft, Value x, Weight weight, double cap, Value logits) {
    int vocabulary = logits.columns();
    Value raw = draft.rows("logits.raw", "logits.raw", vocabulary);
    draft.add(new LinearOp(x, weight, null, raw));
    Value bent = draft.rows("logits.bent", "logits.bent", vocabulary);
    draft.add(new ActivationOp(Activation.TANH, raw, bent));
    draft.add(new ScaleOp(bent, cap, logits));
  }
}
