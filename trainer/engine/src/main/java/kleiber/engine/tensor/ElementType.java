package kleiber.engine.tensor;

/** What one element of a {@link Tensor} is. */
public enum ElementType {
  F32(4),
  BF16(2),
  I32(4);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }
}
