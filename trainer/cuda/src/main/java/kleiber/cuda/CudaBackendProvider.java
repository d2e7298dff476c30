package kleiber.cuda;

import java.util.Optional;
import kleiber.core.KleiberException;
import kleiber.engine.backend.Backend;
import kleiber.engine.backend.BackendProvider;
import kleiber.engine.backend.Gpu;
import kleiber.engine.backend.GpuSurvey;
import kleiber.engine.tensor.Precision;

/** Offers the {@link CudaBackend} where NVIDIA's driver and a GPU are. */
public final class CudaBackendProvider implements BackendProvider {
  private static final int OLDEST = 75;

  /** Above the other backends on GPUs: it needs nothing else, and runs on all current ones. */
  private static final int PREFERENCE = 40;

  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public Optional<String> obstacle() {
    String problem = Device.ofThisMachine().problem();
    return problem.isEmpty() ? Optional.empty() : Optional.of(problem);
  }

  /** By the words of nvidia-smi where that is, since it knows the driver's own version. */
  @Override
  public Optional<Gpu> gpu() {
    return Device.ofThisMachine().device().map(CudaBackendProvider::describe);
  }

  private static Gpu describe(Device device) {
    Optional<Gpu> listed = GpuSurvey.ofThisMachine().first();
    return new Gpu(
        0,
        listed.map(Gpu::uuid).orElse(""),
        device.name(),
        device.memoryBytes() >> 20,
        listed.map(Gpu::driver).orElse("CUDA " + device.driver()),
        device.capability(),
        false);
  }

  /** Runs have streams, graphs and memory of their own. */
  @Override
  public boolean sharesGpu() {
    return true;
  }

  @Override
  public int preference() {
    return PREFERENCE;
  }

  @Override
  public String verdict(Gpu gpu) {
    if (gpu.capability() > 0 && gpu.capability() < OLDEST) {
      return "cannot run: compute capability 7.5 or newer is needed";
    }
    return obstacle()
        .map(reason -> "cannot run: " + reason)
        .orElseGet(() -> "runs, large products in bf16 by " + library());
  }

  private static String library() {
    return CublasLt.find().orElse("own kernels (no cuBLASLt was found, which would be faster)");
  }

  @Override
  public boolean supports(Precision precision) {
    return switch (precision) {
      case FP32 -> true;
      case TF32 -> false;
      case BF16 -> Device.ofThisMachine().device().map(Device::hasBf16).orElse(false);
    };
  }

  @Override
  public Precision fastest(int width) {
    return supports(Precision.BF16) ? Precision.BF16 : Precision.FP32;
  }

  /** The GPU is one lane, however many threads the processor has. */
  @Override
  public int lanes(int threads, int sequences) {
    return 1;
  }

  @Override
  public Backend open(int threads, Precision precision) {
    Device device =
        Device.ofThisMachine()
            .device()
            .orElseThrow(() -> KleiberException.usage(obstacle().orElseThrow()));
    return new CudaBackend(device, precision);
  }
}
