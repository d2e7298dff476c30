package kleiber.lm.model.op;

import java.util.List;

/**
 * y = dropout(x).
 *
 * @param rate of zeros
 */
public record DropoutOp(Value x, double rate, Value output) implements OpSpec {
  @Override
  public List<Input> inputs() {
    boolean shared = x.gradient().equals(output.gradient());
    return List.of(new Input(x, shared ? Backward.SHARED : Backward.WRITTEN));
  }

  @Override
  public <T> T accept(Cases<T> cases) {
    return cases.dropout(this);
  }
}
