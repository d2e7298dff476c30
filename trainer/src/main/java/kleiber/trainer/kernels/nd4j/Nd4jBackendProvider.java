package kleiber.trainer.kernels.nd4j;

import java.util.Optional;
import kleiber.trainer.KleiberException;
import kleiber.trainer.tensor.Backend;
import kleiber.trainer.tensor.BackendProvider;
import kleiber.trainer.tensor.Precision;

/** Offers the {@link Nd4jBackend} without loading ND4J before it is asked for. */
public final class Nd4jBackendProvider implements BackendProvider {
  @Override
  public String name() {
    return "nd4j";
  }

  @Override
  public Optional<String> obstacle() {
    return Optional.empty();
  }

  @Override
  public int preference() {
    return 1;
  }

  @Override
  public boolean supports(Precision precision) {
    return precision == Precision.FP32;
  }

  @Override
  public Backend open(int threads, Precision precision) {
    try {
      Nd4jBackend backend = new Nd4jBackend();
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
