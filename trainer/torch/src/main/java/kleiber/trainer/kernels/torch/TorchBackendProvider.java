package kleiber.trainer.kernels.torch;

import java.util.Optional;
import kleiber.trainer.KleiberException;
import kleiber.trainer.tensor.Backend;
import kleiber.trainer.tensor.BackendProvider;
import kleiber.trainer.tensor.Precision;

/** Offers the {@link TorchBackend} without loading libtorch before it is asked for. */
public final class TorchBackendProvider implements BackendProvider {
  @Override
  public String name() {
    return "torch";
  }

  @Override
  public Optional<String> obstacle() {
    return Optional.empty();
  }

  @Override
  public int preference() {
    return 2;
  }

  @Override
  public boolean supports(Precision precision) {
    return precision != Precision.TF32;
  }

  @Override
  public Backend open(int threads, Precision precision) {
    try {
      return new TorchBackend("cpu", threads, precision);
    } catch (LinkageError | RuntimeException e) {
      throw KleiberException.usage("the torch backend cannot load libtorch (" + e + ")", e);
    }
  }
}
