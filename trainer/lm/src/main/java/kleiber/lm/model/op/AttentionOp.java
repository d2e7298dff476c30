package kleiber.lm.model.op;

import java.util.ArrayList;
import java.util.List;
import kleiber.engine.kernels.AttentionMask;
import kleiber.lm.batch.Field;
import kleiber.lm.model.spec.ModelSpec;

/**
 * y = dropout(softmax(scale·q·kᵀ + position term + mask))·v for every sequence and head.
 *
 * @param heads how many, and how wide
 * @param scale the factor on the scores
 * @param mask which keys a query sees by their places
 * @param queries [B·Tq, H·headWidth]
 * @param keys [B·Tk, K·headWidth]
 * @param values [B·Tk, K·headWidth]
 * @param bias [H·Tq, Tk] added to the scores, or null
 * @param byDistance what scores gain by distance, or null
 * @param keyLengths the field that says how many keys are not padding, or null where all are
 * @param dropout rate of the probabilities
 * @param output [B·Tq, H·headWidth]
 */
public record AttentionOp(
    ModelSpec.Attention heads,
    double scale,
    AttentionMask mask,
    Operand queries,
    Operand keys,
    Operand values,
    Value bias,
    ByDistance byDistance,
    Field keyLengths,
    double dropout,
    Value output)
    implements OpSpec {
  /**
   * Scores of queries by distance (Transformer-XL, arXiv:1901.02860, section 3.3).
   *
   * @param queries [B·T, H·headWidth]
   * @param distances [T, H·headWidth]
   * @param scores [B·H·T, T], taken by backends that hold all scores at once
   */
  public record ByDistance(Value queries, Value distances, Value scores) {}

  @Override
  public List<Input> inputs() {
    List<Input> inputs = new ArrayList<>();
    for (Operand operand : List.of(queries, keys, values)) {
      inputs.add(new Input(operand, Backward.WRITTEN));
    }
    if (bias != null) {
      inputs.add(new Input(bias, Backward.WRITTEN_OR_ADDED));
    }
    if (byDistance != null) {
      inputs.add(new Input(byDistance.queries(), Backward.WRITTEN));
      inputs.add(new Input(byDistance.distances(), Backward.WRITTEN));
    }
    return inputs;
  }

  /** Products of queries with keys and of probabilities with values, where the mask leaves any. */
  @Override
  public double products() {
    int perPair = byDistance == null ? 2 : 3;
    return perPair * pairs() * output.columns();
  }

  /** Pairs of a query and a key that it sees, in one sequence. */
  private double pairs() {
    double all = (double) queries.rows().count() * keys.rows().count();
    return mask.causal() ? causalPairs(keys.rows().count()) : all;
  }

  private double causalPairs(double length) {
    double full = mask.window() == 0 ? length : Math.min(length, mask.window());
    return full * (full + 1) / 2 + (length - full) * full;
  }

  @Override
  public <T> T accept(Cases<T> cases) {
    return cases.attention(this);
  }
}
