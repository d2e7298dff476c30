package kleiber.lm.model.blueprint;

import kleiber.lm.model.op.Value;

/**
 * The residual stream of a stack. All its values share one gradient buffer: a branch reads it as
 * the gradient of its output and adds its share for its input to the same memory. Where norms stand
 * between sums, sums and norms take turns at two buffers.
 */
final class ResidualStream {
  private final Draft draft;
  private boolean second;

  ResidualStream(Draft draft) {
    this.draft = draft;
  }

  /** A new value over the current gradient buffer. */
  Value next(String name) {
    return draft.rows(name, second ? "stream2" : "stream", draft.spec().width());
  }

  /** A new value over the other gradient buffer, current from now on. */
  Value turn(String name) {
    second = !second;
    return next(name);
  }
}
