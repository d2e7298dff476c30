package kleiber.engine.kernels;

/**
 * One primitive bound to its tensors. Binding happens once, before the first step; running
 * allocates nothing and looks nothing up.
 */
public interface Op {
  /** Computes the output values from the input values. */
  void forward();

  /**
   * Computes input gradients from the output gradient and what {@link #forward} left. Gradients of
   * parameters are added to; gradients of activations are overwritten unless the op was bound with
   * {@link Gradient#ADD}.
   */
  void backward();

  /** An op of a runnable for each direction. */
  static Op of(Runnable forward, Runnable backward) {
    return new Op() {
      @Override
      public void forward() {
        forward.run();
      }

      @Override
      public void backward() {
        backward.run();
      }
    };
  }

  /** Two ops one after the other. */
  static Op sequence(Op first, Op second) {
    return of(
        () -> {
          first.forward();
          second.forward();
        },
        () -> {
          second.backward();
          first.backward();
        });
  }

  /** An op whose inputs need no gradient of it. */
  static Op forwardOnly(Runnable forward) {
    return of(forward, () -> {});
  }
}
