package kleiber.cpu;

import java.util.HashMap;
import java.util.Map;
import kleiber.engine.tensor.ElementType;
import kleiber.engine.tensor.Tensor;

/**
 * Memory that the ops of one lane use one after the other: whoever asks for the same role and size
 * gets the same memory, and finds there what the last user left.
 */
final class Scratch {
  private final CpuBackend backend;
  private final Map<Place, Tensor> memory = new HashMap<>();

  private record Place(String role, ElementType type, long size) {}

  Scratch(CpuBackend backend) {
    this.backend = backend;
  }

  Tensor of(String role, ElementType type, long size) {
    return memory.computeIfAbsent(
        new Place(role, type, size), place -> backend.allocate(type, Math.toIntExact(size)));
  }

  Tensor of(String role, long size) {
    return of(role, ElementType.F32, size);
  }
}
