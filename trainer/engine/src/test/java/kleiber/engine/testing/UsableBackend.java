package kleiber.engine.testing;

import static org.assertj.core.api.Assumptions.assumeThat;

import kleiber.engine.backend.Backend;
import kleiber.engine.backend.BackendProvider;
import kleiber.engine.backend.Backends;
import kleiber.engine.tensor.Precision;

/** Backends for tests that name them. */
public final class UsableBackend {
  private UsableBackend() {}

  /** Skips a test where the cpu backend does not multiply in bf16. */
  public static void requireBf16() {
    boolean supported =
        Backends.find().providers().stream()
            .anyMatch(p -> p.name().equals("cpu") && p.supports(Precision.BF16));
    assumeThat(supported).as("the processor multiplies bf16 matrices").isTrue();
  }

  /** Opens a backend in fp32; where it cannot run the test is skipped, with the reason. */
  public static Backend open(String name, int threads) {
    Backends backends = Backends.find();
    for (BackendProvider provider : backends.providers()) {
      if (provider.name().equals(name)) {
        assumeThat(provider.obstacle()).as("backend %s", name).isEmpty();
      }
    }
    return backends.open(name, "fp32", threads).backend();
  }
}
