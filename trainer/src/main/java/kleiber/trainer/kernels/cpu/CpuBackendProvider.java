package kleiber.trainer.kernels.cpu;

import java.util.Optional;
import kleiber.trainer.tensor.Backend;
import kleiber.trainer.tensor.BackendProvider;
import kleiber.trainer.tensor.Precision;

/** Offers the {@link CpuBackend}, which runs wherever oneDNN does. */
public final class CpuBackendProvider implements BackendProvider {
  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public Optional<String> obstacle() {
    return Optional.empty();
  }

  @Override
  public int preference() {
    return 10;
  }

  @Override
  public boolean supports(Precision precision) {
    return precision == Precision.FP32 || Dnnl.load().multipliesBf16();
  }

  @Override
  public Backend open(int threads, Precision precision) {
    return new CpuBackend(threads, precision);
  }
}
