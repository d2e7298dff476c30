package kleiber.torch;

import static org.bytedeco.pytorch.global.torch.globalContext;
import static org.bytedeco.pytorch.global.torch.set_num_threads;

import java.util.ArrayList;
import java.util.List;
import kleiber.engine.backend.lanes.LaneBackend;
import kleiber.engine.kernels.Kernels;
import kleiber.engine.tensor.ElementType;
import kleiber.engine.tensor.Layout;
import kleiber.engine.tensor.Precision;
import kleiber.engine.tensor.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Every kernel on libtorch's ATen operations, the same code on a CPU and on an NVIDIA GPU. A GPU is
 * one lane, and takes a flat buffer in one call. On a CPU there is one lane per core: ATen's own
 * threads would meet in every operation.
 */
final class TorchBackend implements LaneBackend {
  private final String device;
  private final String deviceName;
  private final int lanes;
  private final Precision precision;
  private final TorchMemory memory;
  private final List<TorchMemory> scratch = new ArrayList<>();

  /**
   * @param device {@code cpu} or {@code cuda:0}
   * @param deviceName for people
   * @param lanes threads that train at once, 1 on a GPU
   */
  TorchBackend(String device, String deviceName, int lanes, Precision precision) {
    this.device = device;
    this.deviceName = deviceName;
    this.lanes = lanes;
    this.precision = precision;
    set_num_threads(1);
    globalContext().setAllowTF32CuBLAS(precision == Precision.TF32);
    this.memory = new TorchMemory(device);
  }

  @Override
  public String name() {
    return "torch";
  }

  @Override
  public String describe() {
    return "torch: libtorch 2.10 on " + deviceName;
  }

  @Override
  public int lanes() {
    return lanes;
  }

  @Override
  public long chunk(long size) {
    return isGpu() ? Integer.MAX_VALUE : LaneBackend.super.chunk(size);
  }

  @Override
  public Tensor allocate(ElementType type, int... shape) {
    Layout layout = Layout.of(type, shape);
    ScalarType scalar =
        switch (type) {
          case F32 -> ScalarType.Float;
          case BF16 -> ScalarType.BFloat16;
          case I32 -> ScalarType.Int;
        };
    return new TorchTensor(memory, memory.allocate(scalar, layout.size()), layout);
  }

  private boolean isGpu() {
    return !device.equals("cpu");
  }

  /** Lanes run at the same time, so each has scratch memory of its own. */
  @Override
  public synchronized Kernels kernels() {
    TorchMemory own = new TorchMemory(device);
    scratch.add(own);
    return new TorchKernels(own, precision, !isGpu());
  }

  @Override
  public synchronized long allocatedBytes() {
    return memory.allocatedBytes() + scratch.stream().mapToLong(TorchMemory::allocatedBytes).sum();
  }

  @Override
  public synchronized void close() {
    scratch.forEach(TorchMemory::close);
    scratch.clear();
    memory.close();
  }
}
