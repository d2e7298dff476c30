package kleiber.engine.backend;

import java.util.List;
import java.util.Map;
import kleiber.engine.tensor.Tensor;

/**
 * One model in training on a backend: its parameters, their gradients, the optimiser's state, and
 * the numbers of the last step. Everything is bound once; a step allocates nothing.
 *
 * <p>How a backend does it is its own business: {@link kleiber.engine.backend.lanes} shares a batch
 * out among threads, other backends record a step as a graph and replay it. The numbers of a step
 * stay where the backend wants them until somebody reads them.
 *
 * <p>An update whose loss or norm is NaN or infinite changes neither parameters nor state.
 *
 * @param <B> a batch, which goes to the model unread
 */
public interface Engine<B> extends Inference<B>, AutoCloseable {
  /**
   * A whole step: {@link #backward}, then {@link #update}.
   *
   * @param number of the step, from 1
   * @param lr learning rate
   */
  default void step(List<B> microBatches, long number, double lr) {
    backward(microBatches);
    update(number, lr);
  }

  /**
   * Forward and backward passes over the micro-batches of one step: loss, gradients and their norm.
   * Gradients start from zero.
   *
   * @throws kleiber.core.KleiberException when a batch does not suit the model, or nothing is to be
   *     predicted in the whole step
   */
  void backward(List<B> microBatches);

  /**
   * One update of all parameters by the gradients, clipped to the model's norm.
   *
   * @param number of the step, from 1
   * @param lr learning rate
   */
  void update(long number, double lr);

  /**
   * The loss of the last step in nats, each of its parts a mean over the counted targets of all
   * micro-batches; waits for it.
   */
  double loss();

  /** The global norm of the last step's gradients before clipping; waits for it. */
  double norm();

  /** See {@link Optimizer#exchange}: called once before evaluated weights are used, once after. */
  void exchange();

  /** All parameters, flat. */
  Tensor values();

  /** All gradients of the last step, flat. */
  Tensor gradients();

  /** What the optimiser remembers, by the name it has in a checkpoint. */
  Map<String, Tensor> optimizerState();

  /** Micro-batches trained on so far: what dropout masks depend on. */
  long passes();

  /** Continues counting from a checkpoint. */
  void passes(long passes);

  @Override
  void close();
}
