package kleiber.engine.kernels;

/** What an op's backward pass does with the gradient that its input already holds. */
public enum Gradient {
  /** Replaces it: this op is the only reader of its input, or the last one. */
  OVERWRITE,
  /** Adds to it: another reader of the same input has written its share already. */
  ADD
}
