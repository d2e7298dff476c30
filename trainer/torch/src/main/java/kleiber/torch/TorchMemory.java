package kleiber.torch;

import static org.bytedeco.pytorch.global.torch.zeros;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Everything native that a backend holds, on one device: tensors, views of them and bound
 * arguments. All of it goes at {@link #close}, without waiting for the garbage collector, which
 * knows nothing of a GPU's memory.
 */
final class TorchMemory implements AutoCloseable {
  private final Device device;
  private final Deque<Pointer> owned = new ArrayDeque<>();
  private final Map<String, Tensor> shared = new HashMap<>();
  private long allocatedBytes;

  /**
   * @param device {@code cpu} or {@code cuda:0}
   */
  TorchMemory(String device) {
    this.device = keep(new Device(device));
  }

  /** Closes {@code pointer} with this memory. */
  synchronized <P extends Pointer> P keep(P pointer) {
    owned.push(pointer);
    return pointer;
  }

  /** New memory, all zero. */
  synchronized Tensor allocate(ScalarType type, long... shape) {
    TensorOptions options =
        new TensorOptions().dtype(new ScalarTypeOptional(type)).device(new DeviceOptional(device));
    Tensor tensor = keep(zeros(shape, options));
    allocatedBytes += tensor.nbytes();
    return tensor;
  }

  /** New fp32 memory, all zero. */
  Tensor allocate(long... shape) {
    return allocate(ScalarType.Float, shape);
  }

  /** New fp32 memory, all {@code value}. */
  Tensor filled(double value, long... shape) {
    Tensor tensor = allocate(shape);
    tensor.fill_(new org.bytedeco.pytorch.Scalar(value));
    return tensor;
  }

  /**
   * Memory for what lives within one forward or one backward pass of one operation: operations that
   * ask for the same purpose and shape get the same.
   */
  synchronized Tensor transientFor(String purpose, ScalarType type, long... shape) {
    return shared.computeIfAbsent(
        purpose + " " + type + " " + Arrays.toString(shape), key -> allocate(type, shape));
  }

  /** The same in fp32. */
  Tensor transientFor(String purpose, long... shape) {
    return transientFor(purpose, ScalarType.Float, shape);
  }

  /** Bytes of all tensors so far. */
  synchronized long allocatedBytes() {
    return allocatedBytes;
  }

  @Override
  public synchronized void close() {
    while (!owned.isEmpty()) {
      owned.pop().close();
    }
    shared.clear();
  }
}
