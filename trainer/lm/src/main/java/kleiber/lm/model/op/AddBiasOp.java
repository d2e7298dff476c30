package kleiber.lm.model.op;

import java.util.List;

/**
 * y = x + b for every row.
 *
 * @param x [M, C]
 * @param bias C numbers in any shape
 * @param output [M, C]
 */
public record AddBiasOp(Operand x, Weight bias, Value output) implements OpSpec {
  @Override
  public List<Input> inputs() {
    return List.of(new Input(x, Backward.WRITTEN_OR_ADDED));
  }

  @Override
  public List<Weight> weights() {
    return List.of(bias);
  }

  @Override
  public <T> T accept(Cases<T> cases) {
    return cases.addBias(this);
  }
}
