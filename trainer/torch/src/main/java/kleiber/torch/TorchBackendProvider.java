package kleiber.torch;

import static org.bytedeco.pytorch.global.torch.cuda_is_available;

import java.util.List;
import java.util.Optional;
import kleiber.core.KleiberException;
import kleiber.engine.backend.Backend;
import kleiber.engine.backend.BackendProvider;
import kleiber.engine.backend.Gpu;
import kleiber.engine.backend.GpuSurvey;
import kleiber.engine.tensor.Precision;

/** Offers the {@link TorchBackend} without loading libtorch before it is asked for. */
public final class TorchBackendProvider implements BackendProvider {
  private static final int OLDEST = 75;
  private static final int OLDEST_BF16 = 80;
  private static final int OLDEST_DRIVER = 580;

  private final boolean cudaBuild;
  private final GpuSurvey survey;
  private final List<String> missingLibraries;

  /** For this class path and machine. */
  public TorchBackendProvider() {
    this(CudaLibraries.hasCudaBuild());
  }

  private TorchBackendProvider(boolean cudaBuild) {
    this(
        cudaBuild,
        cudaBuild ? GpuSurvey.ofThisMachine() : null,
        cudaBuild ? CudaLibraries.missing() : List.of());
  }

  /**
   * For any machine.
   *
   * @param survey not asked without {@code cudaBuild}
   * @param missingLibraries of CUDA's that libtorch needs
   */
  TorchBackendProvider(boolean cudaBuild, GpuSurvey survey, List<String> missingLibraries) {
    this.cudaBuild = cudaBuild;
    this.survey = survey;
    this.missingLibraries = missingLibraries;
  }

  @Override
  public String name() {
    return "torch";
  }

  @Override
  public Optional<String> obstacle() {
    if (!cudaBuild) {
      return Optional.empty();
    }
    Optional<Gpu> gpu = survey.first();
    if (gpu.isEmpty()) {
      return Optional.of(
          "this build holds libtorch for GPUs and there is no GPU to run it on"
              + (survey.problem().isEmpty() ? "" : ": " + survey.problem())
              + missing().map(libraries -> "; also, " + libraries).orElse("")
              + "; choose the backend cpu, or build with the profile torch");
    }
    return fault(gpu.get()).or(this::missing);
  }

  private Optional<String> missing() {
    return missingLibraries.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "libtorch needs "
                + String.join(", ", missingLibraries)
                + ", which Maven Central does not have; docs/gpu.md says how to install them");
  }

  @Override
  public int preference() {
    return cudaBuild ? 30 : 2;
  }

  @Override
  public String verdict(Gpu gpu) {
    Optional<String> reason = fault(gpu);
    if (reason.isPresent()) {
      return "cannot run: " + reason.get();
    }
    return cudaBuild
        ? missing().map(libraries -> "cannot run: " + libraries).orElse("suits this GPU")
        : "suits this GPU; KLEIBER_PROFILES=torch-gpu builds for it";
  }

  @Override
  public Optional<Gpu> gpu() {
    return cudaBuild ? survey.first() : Optional.empty();
  }

  /** Read from the published binary: machine code for sm_75 to sm_121, built with CUDA 13.1. */
  private static Optional<String> fault(Gpu gpu) {
    if (gpu.capability() > 0 && gpu.capability() < OLDEST) {
      return Optional.of(
          "libtorch 2.10 holds machine code for compute capability 7.5 and newer, and this GPU has "
              + Gpu.capabilityText(gpu.capability())
              + "; use the backend nd4j (KLEIBER_PROFILES=nd4j-cuda) or cpu");
    }
    if (gpu.driverSeries() > 0 && gpu.driverSeries() < OLDEST_DRIVER) {
      return Optional.of(
          "CUDA 13 needs a driver of the 580 series or newer, this is "
              + gpu.driver()
              + "; update the driver");
    }
    return gpu.partition();
  }

  @Override
  public boolean supports(Precision precision) {
    int capability = gpu().map(Gpu::capability).orElse(0);
    return switch (precision) {
      case FP32 -> true;
      case TF32 -> capability >= OLDEST_BF16;
      case BF16 -> !cudaBuild || capability >= OLDEST_BF16;
    };
  }

  /** bf16 on the GPUs that have it; on a processor fp32, as this backend is there to check. */
  @Override
  public Precision fastest(int width) {
    return cudaBuild && supports(Precision.BF16) ? Precision.BF16 : Precision.FP32;
  }

  @Override
  public int lanes(int threads, int sequences) {
    return cudaBuild ? 1 : Math.min(threads, sequences);
  }

  @Override
  public Backend open(int threads, Precision precision) {
    try {
      if (!cudaBuild) {
        return new TorchBackend("cpu", "the processor", threads, precision);
      }
      if (cuda_is_available()) {
        String gpu = survey.first().map(Gpu::name).orElse("a GPU");
        return new TorchBackend("cuda:0", gpu, 1, precision);
      }
    } catch (LinkageError e) {
      throw KleiberException.usage(
          "the torch backend cannot load libtorch ("
              + e
              + "); see that the build is for this platform and that no other libtorch is on"
              + " LD_LIBRARY_PATH or java.library.path, or choose --set backend=cpu",
          e);
    }
    throw KleiberException.usage(
        "libtorch is loaded and finds no GPU it can use; run kleiber devices, and see that"
            + " CUDA_VISIBLE_DEVICES is right");
  }
}
