package kleiber.engine.claims;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kleiber.core.random.SeededStream;
import kleiber.engine.backend.Backend;
import kleiber.engine.kernels.Kernels;
import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;

/** One op on given shapes: which variables it has, and how it is bound to them. */
final class OpCase {
  final String name;
  private final List<Slot> slots = new ArrayList<>();
  private final Binding binding;

  interface Binding {
    Op bind(Backend backend, Kernels kernels, Map<String, Variable> variables);
  }

  /** What the backward pass finds in and does to a variable's gradient. */
  enum Role {
    /** Garbage that is to be overwritten. */
    OVERWRITTEN,
    /** A value that is to be added to. */
    ADDED_TO,
    /** The gradient of an output, given. */
    OUTPUT
  }

  record Slot(String name, Role role, int rows, int columns) {}

  OpCase(String name, Binding binding) {
    this.name = name;
    this.binding = binding;
  }

  OpCase slot(String slot, Role role, int rows, int columns) {
    slots.add(new Slot(slot, role, rows, columns));
    return this;
  }

  List<Slot> slots() {
    return slots;
  }

  /** The op on a backend, over the same random numbers on every backend. */
  Bound bind(Backend backend) {
    Map<String, Variable> variables = new LinkedHashMap<>();
    for (Slot slot : slots) {
      Tensor value = backend.allocate(slot.rows(), slot.columns());
      Tensor gradient = backend.allocate(slot.rows(), slot.columns());
      value.set(random(slot.name(), value));
      gradient.set(
          slot.role() == Role.OVERWRITTEN ? garbage(gradient) : random("d" + slot.name(), value));
      variables.put(slot.name(), new Variable(value, gradient));
    }
    return new Bound(binding.bind(backend, backend.kernels(), variables), variables);
  }

  record Bound(Op op, Map<String, Variable> variables) {}

  static float[] random(String stream, Tensor like) {
    SeededStream random = SeededStream.of(7, stream);
    float[] values = new float[Math.toIntExact(like.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.normal(i);
    }
    return values;
  }

  private static float[] garbage(Tensor like) {
    float[] values = new float[Math.toIntExact(like.size())];
    java.util.Arrays.fill(values, Float.NaN);
    return values;
  }

  @Override
  public String toString() {
    return name;
  }
}
