package kleiber.trainer.model;

import java.util.HashMap;
import java.util.Map;
import kleiber.trainer.backend.Backend;
import kleiber.trainer.tensor.ElementType;
import kleiber.trainer.tensor.Tensor;
import kleiber.trainer.tensor.Variable;

/**
 * Memory for what flows through a model. Values stay until the backward pass has used them, so each
 * has memory of its own. A gradient is dead as soon as the op before has read it, so gradients
 * share one <em>slot</em> among all layers.
 */
final class Activations {
  private final Backend backend;
  private final boolean training;
  private final Map<String, Tensor> slots = new HashMap<>();

  Activations(Backend backend, boolean training) {
    this.backend = backend;
    this.training = training;
  }

  /** A new value [rows, columns] whose gradient lives in the slot. */
  Variable variable(
      String slot, int rows, int columns, ElementType valueType, ElementType gradientType) {
    Tensor value = backend.allocate(valueType, rows, columns);
    return new Variable(value, training ? slot(slot, rows, columns, gradientType) : null);
  }

  /** A new value [rows, columns] that its gradient overwrites. */
  Variable inPlace(int rows, int columns) {
    Tensor value = backend.allocate(rows, columns);
    return new Variable(value, training ? value : null);
  }

  /** A new value with the gradient of {@code other}, of the same shape. */
  Variable sharing(Variable other) {
    Tensor like = other.value();
    return new Variable(backend.allocate(like.rows(), like.columns()), other.gradient());
  }

  private Tensor slot(String slot, int rows, int columns, ElementType type) {
    Tensor memory = slots.computeIfAbsent(slot, name -> backend.allocate(type, rows, columns));
    if (memory.rows() != rows || memory.columns() != columns || memory.type() != type) {
      throw new IllegalStateException("slot " + slot + " has another shape or type already");
    }
    return memory;
  }
}
