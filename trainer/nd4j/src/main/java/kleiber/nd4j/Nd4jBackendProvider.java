package kleiber.nd4j;

import java.util.Optional;
import kleiber.core.KleiberException;
import kleiber.engine.backend.Backend;
import kleiber.engine.backend.BackendProvider;
import kleiber.engine.backend.Gpu;
import kleiber.engine.backend.GpuSurvey;
import kleiber.engine.tensor.Precision;

/** Offers the {@link Nd4jBackend} without loading ND4J before it is asked for. */
public final class Nd4jBackendProvider implements BackendProvider {
  private static final int OLDEST = 50;
  private static final int NEWEST = 86;
  private static final int ADA = 89;
  private static final int OLDEST_DRIVER = 450;

  private final boolean cudaBuild;
  private final GpuSurvey survey;

  /** For this class path and machine. */
  public Nd4jBackendProvider() {
    this(hasCudaBuild());
  }

  private Nd4jBackendProvider(boolean cudaBuild) {
    this(cudaBuild, cudaBuild ? GpuSurvey.ofThisMachine() : null);
  }

  /**
   * For any machine.
   *
   * @param survey not asked without {@code cudaBuild}
   */
  Nd4jBackendProvider(boolean cudaBuild, GpuSurvey survey) {
    this.cudaBuild = cudaBuild;
    this.survey = survey;
  }

  private static boolean hasCudaBuild() {
    return Nd4jBackendProvider.class.getResource("/nd4j-jcublas.properties") != null;
  }

  @Override
  public String name() {
    return "nd4j";
  }

  @Override
  public Optional<String> obstacle() {
    if (!cudaBuild) {
      return Optional.empty();
    }
    Optional<Gpu> gpu = survey.first();
    if (gpu.isEmpty()) {
      return Optional.of(
          "this build holds nd4j-cuda-11.6 and there is no GPU to run it on"
              + (survey.problem().isEmpty() ? "" : ": " + survey.problem())
              + "; choose the backend cpu, or build without the profile nd4j-cuda");
    }
    return fault(gpu.get());
  }

  @Override
  public int preference() {
    return cudaBuild ? 20 : 1;
  }

  @Override
  public String verdict(Gpu gpu) {
    String hint = cudaBuild ? "" : "; KLEIBER_PROFILES=nd4j-cuda builds for it";
    return fault(gpu)
        .map(reason -> "cannot run: " + reason)
        .orElse(
            (gpu.capability() > NEWEST ? "suits this GPU, with code for sm_86" : "suits this GPU")
                + hint);
  }

  @Override
  public Optional<Gpu> gpu() {
    return cudaBuild ? survey.first() : Optional.empty();
  }

  /** Read from the published binary: machine code for sm_50 to sm_86 and no PTX. */
  private static Optional<String> fault(Gpu gpu) {
    String capability = Gpu.capabilityText(gpu.capability());
    if (gpu.capability() == 0) {
      return Optional.of("the driver does not say the GPU's compute capability; update the driver");
    }
    if (gpu.capability() > ADA) {
      return Optional.of(
          "nd4j-cuda-11.6 holds machine code up to sm_86 and no PTX, and this GPU has "
              + capability
              + "; use the backend torch (KLEIBER_PROFILES=torch-gpu) or cpu");
    }
    if (gpu.capability() < OLDEST) {
      return Optional.of("compute capability 5.0 is needed, this GPU has " + capability);
    }
    if (gpu.driverSeries() > 0 && gpu.driverSeries() < OLDEST_DRIVER) {
      return Optional.of(
          "CUDA 11.6 needs a driver of the 450 series or newer, this is " + gpu.driver());
    }
    return gpu.partition();
  }

  @Override
  public boolean supports(Precision precision) {
    return precision == Precision.FP32;
  }

  /** One lane reduces in one piece, several in pieces, even where one has nothing to do. */
  @Override
  public int lanes(int threads, int sequences) {
    return cudaBuild || threads == 1 ? 1 : Math.max(2, Math.min(threads, sequences));
  }

  @Override
  public Backend open(int threads, Precision precision) {
    try {
      Nd4jBackend backend = new Nd4jBackend(cudaBuild ? 1 : threads);
      backend.describe();
      return backend;
    } catch (LinkageError | RuntimeException e) {
      throw KleiberException.usage(
          "the nd4j backend cannot load its native library ("
              + e
              + "); check that the build is for this platform, or choose --set backend=cpu",
          e);
    }
  }
}
