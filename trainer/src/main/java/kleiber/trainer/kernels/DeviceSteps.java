package kleiber.trainer.kernels;

import kleiber.trainer.tensor.Tensor;

/**
 * Steps that a device takes without the host: their loss, norm and clipping factor stay in its
 * memory, so that a whole step is one list of launches, which it may record and replay.
 *
 * <p>A step is {@link #begin}, for every micro-batch its passes and {@link #addLoss}, then {@link
 * #clip}, the optimiser's parts with a gradient scale of 1, and {@link #end}. A step that is not
 * finite changes no parameter and no optimiser state.
 */
public interface DeviceSteps {
  /**
   * Calls that launch the same work over the same memory every time. They run at every call, but
   * from the third on their launches are replayed as one. They may set numbers (rates, counts, the
   * number of a pass), each to one value per run, and must not read any.
   */
  Runnable recorded(Runnable calls);

  /** The step's loss becomes 0. */
  Runnable begin();

  /** Adds a loss's last sum, divided by its target count, to the step's loss. */
  Runnable addLoss(CrossEntropy loss);

  /**
   * The global norm of the gradients, and the factor that clipping leaves of them.
   *
   * @param limit largest norm, 0 for no clipping
   */
  Runnable clip(Tensor gradients, double limit);

  /** After the update. */
  Runnable end();

  /** The loss of the last step in nats; waits for it. */
  double loss();

  /** The global norm of the last step's gradients before clipping; waits for it. */
  double norm();
}
