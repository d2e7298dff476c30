package kleiber.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import kleiber.engine.backend.lanes.LaneBackend;
import kleiber.engine.backend.lanes.SharedGradients;
import kleiber.engine.kernels.Kernels;
import kleiber.engine.tensor.ElementType;
import kleiber.engine.tensor.Layout;
import kleiber.engine.tensor.Precision;
import kleiber.engine.tensor.Tensor;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * The fast CPU backend: oneDNN for matrix products and the primitives it is good at, plain loops
 * over the same memory for the rest.
 */
final class CpuBackend implements LaneBackend {
  private static final int ALIGNMENT = 64;

  /**
   * Parameters from which on it costs more to add gradients up than to wait for turns: sharing was
   * 5 % slower with 0.1M of them, 0.5 % faster with 0.8M, 3 % faster with 5M.
   */
  private static final int SHARED_FROM = 1 << 19;

  private final int lanes;
  private final Precision precision;
  private final Dnnl dnnl = Dnnl.load();
  private final List<Pointer> blocks = new ArrayList<>();
  private final List<OneDnnObjects> objects = new ArrayList<>();
  private final AtomicLong allocatedBytes = new AtomicLong();
  private final long memory = MachineMemory.availableBytes();

  /**
   * @param lanes threads that train at once, each single-threaded inside
   * @param precision of matrix products
   */
  CpuBackend(int lanes, Precision precision) {
    this.lanes = lanes;
    this.precision = precision;
  }

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public String describe() {
    return "cpu: " + dnnl.version() + ", " + lanes + (lanes == 1 ? " lane" : " lanes");
  }

  @Override
  public int lanes() {
    return lanes;
  }

  @Override
  public synchronized Tensor allocate(ElementType type, int... shape) {
    Layout layout = Layout.of(type, shape);
    long bytes = Math.max(1, layout.size() * type.bytes());
    boolean room = allocatedBytes.get() + bytes <= memory;
    Pointer block = room ? Pointer.calloc(bytes + ALIGNMENT, 1) : null;
    if (block == null || block.isNull()) {
      throw new OutOfMemoryError(
          String.format(
              Locale.ROOT,
              "%,d MiB for tensors and more, where %,d MiB were free",
              allocatedBytes.get() + bytes >> 20,
              memory >> 20));
    }
    blocks.add(block);
    allocatedBytes.addAndGet(bytes);
    long aligned = -block.address() & (ALIGNMENT - 1);
    BytePointer all = new BytePointer(block).capacity(bytes + ALIGNMENT);
    return new CpuTensor(all, aligned, layout);
  }

  @Override
  public Kernels kernels() {
    return kernels(SharedGradients.alone());
  }

  @Override
  public int lanesPerGradient(long size) {
    return size < SHARED_FROM ? 1 : 2;
  }

  @Override
  public boolean overwritesGradients() {
    return true;
  }

  @Override
  public synchronized Kernels kernels(SharedGradients.Side side) {
    OneDnnObjects own = new OneDnnObjects(dnnl);
    objects.add(own);
    return new CpuKernels(Lane.of(this, own, precision, side));
  }

  @Override
  public long allocatedBytes() {
    return allocatedBytes.get();
  }

  @Override
  public synchronized void close() {
    objects.forEach(OneDnnObjects::close);
    objects.clear();
    blocks.forEach(Pointer::free);
    blocks.clear();
  }
}
