package kleiber.engine.tensor;

/**
 * Shape, element type and a handle to memory that a backend owns. Row-major. Views share the memory
 * of the tensor they were taken from.
 *
 * <p>Kernels see every tensor as a matrix: {@link #columns()} is the last dimension, {@link
 * #rows()} the product of the others, and {@link #rowStride()} the distance between the starts of
 * two rows, larger than {@code columns()} only for a {@linkplain #columnRange column range}.
 */
public interface Tensor {
  /** Where the elements lie in memory. */
  Layout layout();

  /** The same memory under another layout. */
  Tensor view(Layout layout);

  /** Copies {@code count} elements from {@code offset} on to {@code target[at...]}. */
  void read(long offset, float[] target, int at, int count);

  /** Copies {@code count} elements of {@code source[at...]} to {@code offset} and on. */
  void write(long offset, float[] source, int at, int count);

  /** Copies all of {@code source} into this {@link ElementType#I32} tensor. */
  void writeInts(int[] source);

  /** What one element is. */
  default ElementType type() {
    return layout().type();
  }

  /** The dimensions, outermost first. */
  default int[] shape() {
    return layout().shape();
  }

  /** Elements between the starts of two rows. */
  default int rowStride() {
    return layout().rowStride();
  }

  /** The last dimension. */
  default int columns() {
    return layout().columns();
  }

  /** The product of all dimensions but the last. */
  default int rows() {
    return layout().rows();
  }

  /** The number of elements. */
  default long size() {
    return layout().size();
  }

  /** The same elements under another shape of the same size; contiguous tensors only. */
  default Tensor reshape(int... shape) {
    return view(layout().reshape(shape));
  }

  /** {@code size} elements from {@code offset} on, as a vector; contiguous tensors only. */
  default Tensor slice(long offset, long size) {
    return view(layout().slice(offset, size));
  }

  /** Columns {@code from} to {@code from + count}, as a strided matrix over the same memory. */
  default Tensor columnRange(int from, int count) {
    return view(layout().columnRange(from, count));
  }

  /** All elements of a contiguous tensor as a new array: for tests, checkpoints and small reads. */
  default float[] toArray() {
    float[] values = new float[Math.toIntExact(size())];
    read(0, values, 0, values.length);
    return values;
  }

  /** How many elements of a contiguous float tensor are NaN or infinite. */
  default long countNonFinite() {
    float[] block = new float[(int) Math.min(1 << 16, size())];
    long count = 0;
    for (long at = 0; at < size(); at += block.length) {
      int length = (int) Math.min(block.length, size() - at);
      read(at, block, 0, length);
      for (int i = 0; i < length; i++) {
        count += Float.isFinite(block[i]) ? 0 : 1;
      }
    }
    return count;
  }

  /** Overwrites all elements of a contiguous tensor. */
  default void set(float... values) {
    if (values.length != size()) {
      throw new IllegalArgumentException(values.length + " values for " + size() + " elements");
    }
    write(0, values, 0, values.length);
  }
}
