package kleiber.engine.backend;

import java.util.List;
import java.util.function.LongSupplier;
import kleiber.engine.kernels.BatchPart;
import kleiber.engine.kernels.Kernels;
import kleiber.engine.tensor.Variable;

/**
 * All that an {@link Engine} knows of the model that it trains.
 *
 * @param <B> a batch, which goes to the model unread
 */
public interface Trainable<B> {
  /** How many parameters the flat buffer has. */
  int parameters();

  /** Sequences of a micro-batch. */
  int sequences();

  /**
   * Binds the model for some sequences of every micro-batch.
   *
   * @param kernels what it computes with
   * @param parameters flat values and gradients
   * @param part its sequences
   * @param pass the number of the current forward pass: what dropout masks depend on
   */
  BoundModel<B> bind(Kernels kernels, Variable parameters, BatchPart part, LongSupplier pass);

  /** Allocates the optimiser's state for {@code parameters} and binds the update. */
  Optimizer bindUpdate(UpdateSpace space, Variable parameters);

  /** Largest global norm of the gradients, 0 for no clipping. */
  double clipNorm();

  /**
   * Counts what the losses of a step are means over.
   *
   * @param counts receives the counted targets of all micro-batches, for each of the losses
   * @throws kleiber.core.KleiberException when nothing is to be predicted in them
   */
  void countTargets(List<B> microBatches, long[] counts);
}
