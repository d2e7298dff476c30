package kleiber.trainer.model;

import java.util.function.LongSupplier;
import kleiber.trainer.kernels.Dropout;

/**
 * Where a model's dropout layers get their masks from: each layer a seed of its own, all of them
 * the number of the current forward pass.
 */
public final class Dropouts {
  private final double rate;
  private final LongSupplier call;
  private long seed;

  /**
   * @param rate probability of zero; with 0 a model has no dropout layers at all
   * @param seed of the run's dropout stream
   * @param call the number of the forward pass, part of the training state
   */
  public Dropouts(double rate, long seed, LongSupplier call) {
    this.rate = rate;
    this.seed = seed;
    this.call = call;
  }

  /** No dropout: for evaluation and for models without it. */
  public static Dropouts none() {
    return new Dropouts(0, 0, () -> 0);
  }

  boolean isActive() {
    return rate > 0;
  }

  /** The next layer's. */
  Dropout next() {
    return new Dropout(rate, seed++ * 0x9E3779B97F4A7C15L, call);
  }
}
