package kleiber.lm.model;

import java.util.HashMap;
import java.util.Map;
import kleiber.engine.backend.Backend;
import kleiber.engine.tensor.ElementType;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import kleiber.lm.model.op.GradientPlace;
import kleiber.lm.model.op.Operand;
import kleiber.lm.model.op.Sinusoids;
import kleiber.lm.model.op.Value;

/** Memory for what flows through a model: taken for a value when an op first asks for it. */
final class Activations {
  private final Backend backend;
  private final ElementType productType;
  private final boolean training;
  private final int sequences;
  private final Map<Value, Variable> values = new HashMap<>();
  private final Map<GradientPlace, Tensor> slots = new HashMap<>();
  private final Map<Sinusoids, Variable> constants = new HashMap<>();

  /**
   * @param productType what matrix products read
   * @param training whether values have gradients
   * @param sequences B at once
   */
  Activations(Backend backend, ElementType productType, boolean training, int sequences) {
    this.backend = backend;
    this.productType = productType;
    this.training = training;
    this.sequences = sequences;
  }

  /** The memory of what an op reads or writes. */
  Variable of(Operand operand) {
    if (operand instanceof Operand.Columns part) {
      return of(part.base()).columnRange(part.from(), part.columns());
    } else if (operand instanceof Operand.FirstRow row) {
      int each = Math.toIntExact(row.base().rows().count()) * row.columns();
      return of(row.base()).reshape(sequences, each).columnRange(0, row.columns());
    } else if (operand instanceof Sinusoids sinusoids) {
      return constants.computeIfAbsent(sinusoids, this::constant);
    }
    Value value = (Value) operand;
    Variable known = values.get(value);
    if (known == null) {
      known = allocate(value);
      values.put(value, known);
    }
    return known;
  }

  private Variable allocate(Value value) {
    int rows = Math.toIntExact(value.rows().of(sequences));
    Tensor memory = backend.allocate(value.storage().type(productType), rows, value.columns());
    return new Variable(memory, training ? gradient(value, memory) : null);
  }

  private Tensor gradient(Value value, Tensor memory) {
    if (!(value.gradient() instanceof GradientPlace.Slot slot)) {
      return memory;
    }
    ElementType type = slot.storage().type(productType);
    Tensor gradient =
        slots.computeIfAbsent(
            slot, absent -> backend.allocate(type, memory.rows(), memory.columns()));
    if (gradient.rows() != memory.rows() || gradient.columns() != memory.columns()) {
      throw new IllegalStateException("slot " + slot.name() + " has another shape already");
    }
    return gradient;
  }

  private Variable constant(Sinusoids sinusoids) {
    Tensor table = backend.allocate(sinusoids.length(), sinusoids.columns());
    table.set(sinusoids.values());
    return Variable.constant(table);
  }
}
