package kleiber.lm.model.blueprint;

import java.util.HashMap;
import java.util.Map;
import kleiber.engine.tensor.ElementType;
import kleiber.lm.model.op.GradientPlace;
import kleiber.lm.model.op.Value;

/**
 * Memory for what flows through a model on one lane. What a backend holds for itself, such as
 * attention's probabilities, is not in it.
 *
 * @param valueBytes of all values
 * @param gradientBytes of the slots that their gradients share
 * @param slots how many there are
 */
public record ActivationMemory(long valueBytes, long gradientBytes, int slots) {
  /**
   * The memory of {@code blueprint}.
   *
   * @param sequences B at once
   * @param productType what matrix products read
   */
  public static ActivationMemory of(Blueprint blueprint, int sequences, ElementType productType) {
    long values = 0;
    Map<GradientPlace.Slot, Long> slots = new HashMap<>();
    for (Value value : blueprint.values()) {
      values += value.size(sequences) * value.storage().type(productType).bytes();
      if (value.gradient() instanceof GradientPlace.Slot slot) {
        slots.put(slot, value.size(sequences) * slot.storage().type(productType).bytes());
      }
    }
    long gradients = slots.values().stream().mapToLong(Long::longValue).sum();
    return new ActivationMemory(values, gradients, slots.size());
  }
}
