package kleiber.lm.model;

import java.util.function.LongSupplier;
import kleiber.engine.kernels.BatchPart;
import kleiber.engine.kernels.Dropout;

/**
 * Where a model's dropout layers get their masks from: each layer a seed of its own, all of them
 * the number of the current forward pass.
 */
public final class Dropouts {
  private final LongSupplier call;
  private final BatchPart part;
  private long seed;

  /**
   * @param seed of the run's dropout stream
   * @param call the number of the forward pass, part of the training state
   * @param part the model's sequences of every batch: masks depend on the place in the whole
   */
  public Dropouts(long seed, LongSupplier call, BatchPart part) {
    this.seed = seed;
    this.call = call;
    this.part = part;
  }

  /** No dropout: for evaluation. */
  public static Dropouts none() {
    return new Dropouts(0, null, BatchPart.WHOLE);
  }

  /** Whether anything is dropped. */
  boolean drop() {
    return call != null;
  }

  /** The next layer's, or null where nothing is dropped. */
  Dropout next(double rate) {
    return call == null || rate == 0
        ? null
        : new Dropout(rate, seed++ * 0x9E3779B97F4A7C15L, call, part);
  }
}
