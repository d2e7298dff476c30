package kleiber.trainer.model;

import kleiber.trainer.tensor.Variable;

/**
 * The residual stream of a stack. All its values share one gradient buffer: a branch reads it as
 * the gradient of its output and adds its share for its input to the same memory. Where norms stand
 * between sums, sums and norms take turns at two buffers.
 */
final class Stream {
  private final Assembly assembly;
  private boolean second;

  Stream(Assembly assembly) {
    this.assembly = assembly;
  }

  /** A new value over the current gradient buffer. */
  Variable next() {
    return assembly.rows(second ? "stream2" : "stream", assembly.spec().width());
  }

  /** A new value over the other gradient buffer, current from now on. */
  Variable turn() {
    second = !second;
    return next();
  }
}
