package kleiber.lm.model.op;

import java.util.List;
import java.util.Optional;

/**
 * Turns queries and keys by their places, in place.
 *
 * @param x the columns of heads, of every row
 * @param positions T: row r is at position r mod T
 * @param headWidth columns of a head
 * @param theta base of the frequencies
 */
public record RotaryOp(Operand.Columns x, int positions, int headWidth, double theta)
    implements OpSpec {
  @Override
  public List<Input> inputs() {
    return List.of(new Input(x, Backward.SHARED));
  }

  @Override
  public Value output() {
    return x.base();
  }

  @Override
  public Optional<Operand> readBackward() {
    return Optional.of(x);
  }

  @Override
  public <T> T accept(Cases<T> cases) {
    return cases.rotary(this);
  }
}
