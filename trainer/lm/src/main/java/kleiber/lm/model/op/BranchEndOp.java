package kleiber.lm.model.op;

import java.util.List;

/**
 * y = residual + x·wᵀ + b, the end of a residual branch.
 *
 * @param x [M, K]
 * @param weight [C, K]
 * @param bias [C], or null
 * @param residual [M, C], its gradient that of y
 * @param output [M, C]
 */
public record BranchEndOp(Value x, Weight weight, Weight bias, Value residual, Value output)
    implements OpSpec {
  @Override
  public List<Input> inputs() {
    return List.of(new Input(x, Backward.WRITTEN), new Input(residual, Backward.SHARED));
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
    return cases.branchEnd(this);
  }
}
