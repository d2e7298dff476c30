package kleiber.lm.model.op;

import java.util.List;
import java.util.Optional;
import kleiber.lm.batch.Field;

/**
 * Softmax cross-entropy of logits, a mean over counted targets.
 *
 * @param output the logits [M, V]; lost where their gradient has their memory
 * @param targets the field of what should have been predicted
 * @param zLoss coefficient of logsumexp²
 */
public record LossOp(Value output, Field targets, double zLoss) implements OpSpec {
  @Override
  public List<Input> inputs() {
    return List.of(new Input(output, Backward.WRITTEN));
  }

  @Override
  public Optional<Operand> readBackward() {
    return Optional.empty();
  }

  @Override
  public <T> T accept(Cases<T> cases) {
    return cases.loss(this);
  }
}
