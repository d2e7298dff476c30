package kleiber.lm.model.op;

import java.util.List;
import kleiber.engine.kernels.Activation;

/**
 * y = f(x), elementwise.
 *
 * @param function f
 */
public record ActivationOp(Activation function, Value x, Value output) implements OpSpec {
  @Override
  public List<Input> inputs() {
    return List.of(new Input(x, Backward.WRITTEN));
  }

  @Override
  public <T> T accept(Cases<T> cases) {
    return cases.activation(this);
  }
}
