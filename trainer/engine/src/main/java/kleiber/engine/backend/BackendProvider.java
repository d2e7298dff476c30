package kleiber.engine.backend;

import java.util.Optional;
import kleiber.engine.tensor.Precision;

/**
 * How a backend is found without being loaded: providers are listed in {@code
 * META-INF/services/kleiber.engine.backend.BackendProvider}, and touch their native library only in
 * {@link #open}.
 */
public interface BackendProvider {
  /** The name used in configurations. */
  String name();

  /**
   * Why this backend cannot run on this machine, in words for the user; empty when nothing speaks
   * against it.
   */
  Optional<String> obstacle();

  /**
   * What {@code auto} goes by: the highest without an obstacle wins.
   *
   * @return expected speed on this machine, comparable between backends
   */
  int preference();

  /** What this backend could do with a GPU, or why it cannot use it, in words for the user. */
  default String verdict(Gpu gpu) {
    return "does not use GPUs";
  }

  /** The GPU that {@link #open} takes; empty where it computes on the processor. */
  default Optional<Gpu> gpu() {
    return Optional.empty();
  }

  /** Whether one process may train several runs on a GPU at once, each on a thread of its own. */
  default boolean sharesGpu() {
    return false;
  }

  /** Whether {@link #open} can be asked for this precision here. */
  boolean supports(Precision precision);

  /**
   * The precision that trains fastest here.
   *
   * @param width channels of the model
   */
  default Precision fastest(int width) {
    return Precision.FP32;
  }

  /**
   * What the bits of a training depend on: runs of as many lanes end alike.
   *
   * @param threads processor threads to use
   * @param sequences of a micro-batch, which lanes share
   */
  default int lanes(int threads, int sequences) {
    return Math.min(threads, sequences);
  }

  /**
   * Loads the native library and opens the machine.
   *
   * @param threads processor threads to use
   * @param precision of matrix products; parameters and optimiser state are always fp32
   */
  Backend open(int threads, Precision precision);
}
