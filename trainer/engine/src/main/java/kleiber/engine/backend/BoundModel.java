package kleiber.engine.backend;

import java.util.List;
import kleiber.engine.kernels.CrossEntropy;
import kleiber.engine.kernels.Op;

/**
 * A model bound to kernels and parameters, for some sequences of a batch. Its backward pass adds
 * the gradients of the last forward pass to the parameters' gradients.
 *
 * @param <B> a batch
 */
public interface BoundModel<B> extends Op {
  /** Sets the input of the next {@link #forward}: its own sequences of {@code batch}. */
  void load(B batch);

  /** What the model's loss is the sum of; always the same list. */
  List<CrossEntropy> losses();

  /**
   * The same parameters without dropout, for losses that are only to be known: this model itself
   * where it drops nothing. It has no backward pass.
   */
  default BoundModel<B> evaluated() {
    return this;
  }
}
