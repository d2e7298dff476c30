package kleiber.lm.model.op;

import java.util.List;

/**
 * y = x·wᵀ + b.
 *
 * @param x [M, K]
 * @param weight [N, K]
 * @param bias [N], or null
 * @param output [M, N]
 */
public record LinearOp(Operand x, Weight weight, Weight bias, Value output) implements OpSpec {
  @Override
  public List<Input> inputs() {
    return List.of(new Input(x, Backward.WRITTEN_OR_ADDED));
  }

  @Override
  public List<Weight> weights() {
    return bias == null ? List.of(weight) : List.of(weight, bias);
  }

  @Override
  public double products() {
    return (double) x.rows().ofOneSequence() * x.columns() * output.columns();
  }

  @Override
  public <T> T accept(Cases<T> cases) {
    return cases.linear(this);
  }
}
