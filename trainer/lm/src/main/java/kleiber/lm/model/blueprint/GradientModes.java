package kleiber.lm.model.blueprint;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kleiber.engine.kernels.Gradient;
import kleiber.lm.model.op.GradientPlace;
import kleiber.lm.model.op.OpSpec;
import kleiber.lm.model.op.OpSpec.Backward;
import kleiber.lm.model.op.Operand;
import kleiber.lm.model.op.Value;

/**
 * What every op does to the gradients of what it reads: in the order of the backward pass, the
 * first that writes one overwrites it, and the others add. Drawing a model that would read a
 * gradient that is not whole, or whose memory another gradient has taken, is a programming error.
 */
public final class GradientModes {
  private final Map<Reading, Gradient> modes = new HashMap<>();
  private final Map<Value, Written> written = new HashMap<>();

  /** Whose gradient some memory holds: several where sums have the gradient of their summands. */
  private final Map<Object, Set<Value>> held = new HashMap<>();

  /** An op, known by what it computes, and one of its inputs. */
  private record Reading(Value output, Operand input) {}

  /**
   * @param ops in the order of the forward pass
   */
  public GradientModes(List<OpSpec> ops) {
    for (int i = ops.size() - 1; i >= 0; i--) {
      OpSpec op = ops.get(i);
      op.readBackward().ifPresent(this::requireWhole);
      for (OpSpec.Input input : op.inputs()) {
        pass(op, input);
      }
    }
  }

  /** What {@code op} does to the gradient that {@code input} already holds. */
  public Gradient of(OpSpec op, Operand input) {
    Gradient mode = modes.get(new Reading(op.output(), input));
    if (mode == null) {
      throw new IllegalArgumentException(op + " does not write the gradient of " + input);
    }
    return mode;
  }

  private void pass(OpSpec op, OpSpec.Input input) {
    Operand operand = input.operand();
    Value value = base(operand);
    if (value == null) {
      modes.put(new Reading(op.output(), operand), Gradient.OVERWRITE);
    } else if (input.backward() == Backward.SHARED) {
      share(op, value, operand);
    } else {
      write(op, value, input);
    }
  }

  /** The gradient of the output becomes that of {@code value}, and nothing else is lost by it. */
  private void share(OpSpec op, Value value, Operand operand) {
    if (!memory(value).equals(memory(op.output()))) {
      throw new IllegalStateException(
          value.name()
              + " and "
              + op.output().name()
              + " share a gradient that lies in two places");
    }
    if (of(value).any()) {
      requireHeld(value);
    }
    of(value).add(operand);
    held.computeIfAbsent(memory(value), place -> new HashSet<>()).add(value);
  }

  private void write(OpSpec op, Value value, OpSpec.Input input) {
    if (op.readBackward().isPresent() && memory(value).equals(memory(op.output()))) {
      throw new IllegalStateException(
          op.output().name() + " would lose its gradient to that of " + value.name());
    }
    if (op.readBackward().isPresent() && value.gradient() instanceof GradientPlace.InPlace) {
      throw new IllegalStateException(
          value.name() + " would lose its memory before " + op.output().name() + " is done");
    }
    boolean adds = of(value).has(input.operand());
    if (adds && input.backward() == Backward.WRITTEN) {
      throw new IllegalStateException(
          op.output().name() + " cannot add to the gradient of " + value.name());
    }
    if (of(value).any()) {
      requireHeld(value);
    }
    of(value).add(input.operand());
    held.put(memory(value), new HashSet<>(Set.of(value)));
    modes.put(new Reading(op.output(), input.operand()), adds ? Gradient.ADD : Gradient.OVERWRITE);
  }

  private void requireWhole(Operand operand) {
    Value value = base(operand);
    if (!of(value).has(operand)) {
      throw new IllegalStateException("nothing writes the gradient of " + value.name());
    }
    requireHeld(value);
  }

  private void requireHeld(Value value) {
    if (!held.get(memory(value)).contains(value)) {
      throw new IllegalStateException(
          "the gradient of " + value.name() + " is overwritten by that of another value");
    }
  }

  private Written of(Value value) {
    return written.computeIfAbsent(value, absent -> new Written(absent.columns()));
  }

  /** What holds a value's gradient: a slot, or the value's own memory. */
  private static Object memory(Value value) {
    return value.gradient() instanceof GradientPlace.Slot slot ? slot : value;
  }

  /** The value that an operand is a part of; null for constants. */
  private static Value base(Operand operand) {
    if (operand instanceof Operand.Columns columns) {
      return columns.base();
    } else if (operand instanceof Operand.FirstRow row) {
      return row.base();
    }
    return operand instanceof Value value ? value : null;
  }
}
