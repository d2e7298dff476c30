package kleiber.engine.tensor;

/**
 * Where a tensor's elements lie in memory: those of row r and column c at {@code offset + r *
 * rowStride + c}. All arithmetic of views is here; a backend only follows it.
 *
 * @param type what one element is
 * @param shape the dimensions, outermost first
 * @param offset of the first element from where the tensor was allocated, in elements
 * @param rowStride elements between the starts of two rows
 */
public record Layout(ElementType type, int[] shape, long offset, int rowStride) {
  public Layout {
    shape = shape.clone();
  }

  /** Elements without gaps from the start of new memory on. */
  public static Layout of(ElementType type, int... shape) {
    return new Layout(type, shape, 0, shape[shape.length - 1]);
  }

  @Override
  public int[] shape() {
    return shape.clone();
  }

  /** The last dimension. */
  public int columns() {
    return shape[shape.length - 1];
  }

  /** The product of all dimensions but the last. */
  public int rows() {
    return Math.toIntExact(size() / Math.max(1, columns()));
  }

  /** The number of elements. */
  public long size() {
    long size = 1;
    for (int dimension : shape) {
      size = Math.multiplyExact(size, dimension);
    }
    return size;
  }

  /** See {@link Tensor#reshape}. */
  Layout reshape(int... newShape) {
    requireContiguous();
    Layout view = new Layout(type, newShape, offset, newShape[newShape.length - 1]);
    if (view.size() != size()) {
      throw new IllegalArgumentException("cannot reshape " + size() + " to " + view.size());
    }
    return view;
  }

  /** See {@link Tensor#slice}. */
  Layout slice(long from, long count) {
    requireContiguous();
    if (from < 0 || count < 0 || from + count > size()) {
      throw new IndexOutOfBoundsException(from + " + " + count + " of " + size());
    }
    int length = Math.toIntExact(count);
    return new Layout(type, new int[] {length}, offset + from, length);
  }

  /** See {@link Tensor#columnRange}. */
  Layout columnRange(int from, int count) {
    if (from < 0 || count < 0 || from + count > columns()) {
      throw new IndexOutOfBoundsException(from + " + " + count + " of " + columns());
    }
    return new Layout(type, new int[] {rows(), count}, offset + from, rowStride);
  }

  /** Refuses a column range, whose rows have gaps between them. */
  public void requireContiguous() {
    if (rowStride != columns()) {
      throw new IllegalStateException("a column range is not contiguous");
    }
  }
}
