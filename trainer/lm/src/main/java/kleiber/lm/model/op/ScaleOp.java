package kleiber.lm.model.op;

import java.util.List;

/** y = factor·x. */
public record ScaleOp(Value x, double factor, Value output) implements OpSpec {
  @Override
  public List<Input> inputs() {
    return List.of(new Input(x, Backward.WRITTEN));
  }

  @Override
  public <T> T accept(Cases<T> cases) {
    return cases.scale(this);
  }
}
