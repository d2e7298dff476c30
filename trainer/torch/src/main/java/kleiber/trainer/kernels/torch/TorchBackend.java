package kleiber.trainer.kernels.torch;

import static org.bytedeco.pytorch.global.torch.globalContext;
import static org.bytedeco.pytorch.global.torch.set_num_threads;

import kleiber.trainer.kernels.Kernels;
import kleiber.trainer.tensor.Backend;
import kleiber.trainer.tensor.ElementType;
import kleiber.trainer.tensor.Precision;
import kleiber.trainer.tensor.Layout;
import kleiber.trainer.tensor.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Every kernel on libtorch's ATen operations, the same code on a CPU and on an NVIDIA GPU. ATen
 * parallelises inside operations, so there is one lane.
 */
final class TorchBackend implements Backend {
  private final String device;
  private final String deviceName;
  private final Precision precision;
  private final TorchMemory memory;

  /**
   * @param device {@code cpu} or {@code cuda:0}
   * @param deviceName for people
   * @param threads processor threads inside an operation
   */
  TorchBackend(String device, String deviceName, int threads, Precision precision) {
    this.device = device;
    this.deviceName = deviceName;
    this.precision = precision;
    set_num_threads(threads);
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
    return 1;
  }

  @Override
  public long chunk() {
    return Integer.MAX_VALUE;
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

  @Override
  public Kernels kernels() {
    return new TorchKernels(memory, precision, device.equals("cpu"));
  }

  @Override
  public long allocatedBytes() {
    return memory.allocatedBytes();
  }

  @Override
  public void close() {
    memory.close();
  }
}
