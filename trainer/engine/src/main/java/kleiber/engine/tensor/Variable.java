package kleiber.engine.tensor;

/**
 * A value and the gradient of the loss with respect to it, of the same shape. {@code gradient} is
 * null where nobody asks for it: in evaluation, and for inputs.
 *
 * @param value what the forward pass writes or reads
 * @param gradient what the backward pass writes or reads, or null
 */
public record Variable(Tensor value, Tensor gradient) {
  /** A value without a gradient. */
  public static Variable constant(Tensor value) {
    return new Variable(value, null);
  }

  /** Whether the backward pass should produce a gradient here. */
  public boolean hasGradient() {
    return gradient != null;
  }

  /** The same slice of value and gradient as a tensor of {@code shape}. */
  public Variable slice(long offset, int... shape) {
    long size = 1;
    for (int dimension : shape) {
      size *= dimension;
    }
    return new Variable(
        value.slice(offset, size).reshape(shape),
        gradient == null ? null : gradient.slice(offset, size).reshape(shape));
  }

  /** The same elements under another shape of the same size; contiguous tensors only. */
  public Variable reshape(int... shape) {
    return new Variable(value.reshape(shape), gradient == null ? null : gradient.reshape(shape));
  }

  /** The same columns of value and gradient. */
  public Variable columnRange(int from, int count) {
    return new Variable(
        value.columnRange(from, count),
        gradient == null ? null : gradient.columnRange(from, count));
  }
}
