package kleiber.trainer.kernels;

import java.util.function.LongSupplier;

/**
 * One dropout layer's source of masks: the mask of call n depends on (seed, n) and the element
 * alone.
 *
 * @param rate probability of zero, in [0, 1)
 * @param seed of the layer
 * @param call the number of the forward pass, read at every forward and backward
 */
public record Dropout(double rate, long seed, LongSupplier call) {
  /** The mask's function. */
  public DropoutMask mask() {
    return new DropoutMask(rate, seed);
  }
}
