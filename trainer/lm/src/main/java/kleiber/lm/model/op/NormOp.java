package kleiber.lm.model.op;

import java.util.List;
import kleiber.lm.model.spec.ModelSpec;

/**
 * The model's norm of every row.
 *
 * @param norm kind and epsilon
 * @param x [M, C]
 * @param gain [C]
 * @param bias [C], or null
 * @param output [M, C]
 */
public record NormOp(ModelSpec.Norm norm, Value x, Weight gain, Weight bias, Value output)
    implements OpSpec {
  @Override
  public List<Input> inputs() {
    return List.of(new Input(x, Backward.WRITTEN_OR_ADDED));
  }

  @Override
  public List<Weight> weights() {
    return bias == null ? List.of(gain) : List.of(gain, bias);
  }

  @Override
  public <T> T accept(Cases<T> cases) {
    return cases.norm(this);
  }
}
