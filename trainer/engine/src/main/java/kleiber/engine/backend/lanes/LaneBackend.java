package kleiber.engine.backend.lanes;

import kleiber.engine.backend.Backend;
import kleiber.engine.backend.Engine;
import kleiber.engine.backend.Trainable;
import kleiber.engine.kernels.Kernels;

/** A backend that trains with a {@link LaneEngine}, and what that needs to know of it. */
public interface LaneBackend extends Backend {
  /** How many lanes may run at once. */
  int lanes();

  /**
   * Elements of a flat buffer of {@code size} that one call should add up, sum or update: few where
   * lanes share the work out among them, but at most 128 parts; all where a call is shared out
   * inside the device and costs a launch.
   */
  default long chunk(long size) {
    return (1 << 16) * Math.max(1, size >> 22);
  }

  /**
   * Lanes, one beside the other, that should add to the same gradients of {@code size} parameters.
   */
  default int lanesPerGradient(long size) {
    return 1;
  }

  /**
   * Whether kernels obey {@link SharedGradients#clear}; where they do not, gradients are filled
   * with zeros.
   */
  default boolean overwritesGradients() {
    return false;
  }

  /** New kernels for one of some {@link #lanesPerGradient lanes} that share gradients. */
  default Kernels kernels(SharedGradients.Side side) {
    return kernels();
  }

  @Override
  default <B> Engine<B> engine(Trainable<B> model) {
    return new LaneEngine<>(this, model);
  }
}
