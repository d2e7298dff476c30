package kleiber.lm.model.blueprint;

import kleiber.engine.kernels.Activation;
import kleiber.lm.batch.Field;
import kleiber.lm.model.op.ActivationOp;
import kleiber.lm.model.op.LossOp;
import kleiber.lm.model.op.Operand;
import kleiber.lm.model.op.Rows;
import kleiber.lm.model.op.Value;
import kleiber.lm.model.spec.Role;

/**
 * The class of a pair of segments from the first token's hidden state, through BERT's tanh pooler:
 * whether the second follows the first, or which comes first.
 */
public final class PairHead {
  /** Kinds of pairs. */
  public static final int CLASSES = 2;

  private PairHead() {}

  /** Appends the classifier. */
  static LossOp append(Draft draft, Value x) {
    int width = draft.spec().width();
    ParameterListing parameters = draft.parameters();
    ParameterListing.Linear pooler = parameters.linear("pooler", Role.OTHER, width, width);
    ParameterListing.Linear pair = parameters.linear("pair", Role.OTHER, CLASSES, width);
    Value pooled = draft.linear("pooler", pooler, new Operand.FirstRow(x), "pooler");
    Value squashed = draft.value("pooled", "pooled", Rows.perSequence(1), width);
    draft.add(new ActivationOp(Activation.TANH, pooled, squashed));
    Value logits = draft.linear("pair", pair, squashed, "pair");
    LossOp loss = new LossOp(logits, Field.PAIR_TARGET, 0);
    draft.add(loss);
    return loss;
  }
}
