package kleiber.lm.model.blueprint;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import kleiber.lm.batch.BatchLayout;
import kleiber.lm.model.op.LossOp;
import kleiber.lm.model.op.OpSpec;
import kleiber.lm.model.op.Parameter;
import kleiber.lm.model.op.Value;
import kleiber.lm.model.spec.ModelSpec;
import kleiber.lm.model.spec.ModelSpec.Family;

/**
 * A model on paper: every op in the order of the forward pass, with what it reads, computes and
 * learns. Nothing here has memory or knows a backend. Names and places of parameters, FLOPs, what
 * ops do to gradients, memory and the bound model all follow from this list.
 *
 * @param parameters in the order in which ops ask for them, not yet placed
 * @param ops in the order of the forward pass
 * @param losses what the model's loss is the sum of, that of the tokens first
 */
public record Blueprint(List<Parameter> parameters, List<OpSpec> ops, List<LossOp> losses) {
  /**
   * Draws a model.
   *
   * @param layout of its batches
   * @param dropping whether values are dropped, as in training
   */
  public static Blueprint of(ModelSpec spec, BatchLayout layout, boolean dropping) {
    Draft draft = new Draft(spec, layout.length(), dropping);
    List<LossOp> losses;
    if (spec.family() instanceof Family.Decoder decoder) {
      losses = DecoderModel.append(draft, decoder);
    } else if (spec.family() instanceof Family.EncoderDecoder both) {
      losses = EncoderDecoderModel.append(draft, both, layout);
    } else {
      losses = EncoderModel.append(draft);
    }
    return new Blueprint(draft.parameters().parameters(), draft.ops(), losses);
  }

  /** The parameters of a model, which are the same for all batches. */
  static List<Parameter> parameters(ModelSpec spec) {
    return of(spec, shortest(spec), false).parameters();
  }

  /** A layout to draw what is the same for all batches. */
  static BatchLayout shortest(ModelSpec spec) {
    return spec.family() instanceof Family.EncoderDecoder
        ? BatchLayout.sequenceToSequence(1, 1)
        : BatchLayout.causal(1);
  }

  /** The logits [B·T, V]. */
  public Value logits() {
    return losses.get(0).output();
  }

  /** What the ops compute, each value once. */
  public Set<Value> values() {
    Set<Value> values = new LinkedHashSet<>();
    for (OpSpec op : ops) {
      values.add(op.output());
    }
    return values;
  }

  /**
   * Multiplications of one forward pass in matrix products, for one sequence, the head included.
   * Attention counts the keys that a mask leaves, padding counts as tokens, and what all sequences
   * share is left out (Transformer-XL's projection of distances).
   */
  double products() {
    double sum = 0;
    for (OpSpec op : ops) {
      sum += op.products();
    }
    return sum;
  }
}
