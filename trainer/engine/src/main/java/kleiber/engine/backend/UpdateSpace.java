package kleiber.engine.backend;

import kleiber.engine.kernels.Kernels;
import kleiber.engine.tensor.Tensor;

/**
 * Where an engine wants an update to be bound.
 *
 * @param backend of the parameters
 * @param partSize elements of a flat buffer that one part of the update should have: few where the
 *     parts are shared out, all where a call is shared out inside the device and costs a launch
 * @param lanes how many parts run side by side: what cannot be cut into many small parts should be
 *     cut into as many
 */
public record UpdateSpace(Backend backend, long partSize, int lanes) {
  /** New memory for the optimiser's state, all zero. */
  public Tensor allocate(int size) {
    return backend.allocate(size);
  }

  /** New kernels for one part. */
  public Kernels kernels() {
    return backend.kernels();
  }
}
