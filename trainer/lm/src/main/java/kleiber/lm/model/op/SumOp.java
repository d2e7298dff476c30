package kleiber.lm.model.op;

import java.util.List;

/** y = a + b, the gradients of all three the same. */
public record SumOp(Value a, Value b, Value output) implements OpSpec {
  @Override
  public List<Input> inputs() {
    return List.of(new Input(a, Backward.SHARED), new Input(b, Backward.SHARED));
  }

  @Override
  public <T> T accept(Cases<T> cases) {
    return cases.sum(this);
  }
}
