package kleiber.trainer.tensor;

import static org.assertj.core.api.Assumptions.assumeThat;

/** Backends for tests that name them. */
public final class UsableBackend {
  private UsableBackend() {}

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
