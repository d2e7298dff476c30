package kleiber.lm.model.op;

import java.util.List;
import kleiber.engine.kernels.Activation;

/**
 * y = f(gate)·up, elementwise.
 *
 * @param function f
 */
public record GatedOp(Activation function, Value gate, Value up, Value output) implements OpSpec {
  @Override
  public List<Input> inputs() {
    return List.of(new Input(gate, Backward.WRITTEN), new Input(up, Backward.WRITTEN));
  }

  @Override
  public <T> T accept(Cases<T> cases) {
    return cases.gated(this);
  }
}
