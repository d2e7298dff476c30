package kleiber.trainer.kernels.nd4j;

import java.util.Arrays;
import kleiber.trainer.tensor.ElementType;
import kleiber.trainer.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A tensor in an ND4J data buffer; views are arrays over the same buffer. */
final class Nd4jTensor implements Tensor {
  private final DataBuffer buffer;
  private final long offset;
  private final ElementType type;
  private final int[] shape;
  private final int rowStride;

  Nd4jTensor(DataBuffer buffer, long offset, ElementType type, int[] shape, int rowStride) {
    this.buffer = buffer;
    this.offset = offset;
    this.type = type;
    this.shape = shape.clone();
    this.rowStride = rowStride;
  }

  /** A cast with a message: tensors of another backend cannot be used here. */
  static Nd4jTensor of(Tensor tensor) {
    if (tensor instanceof Nd4jTensor own) {
      return own;
    }
    throw new IllegalArgumentException("not a tensor of the nd4j backend: " + tensor);
  }

  /** A tensor as the array [rows, columns] over its memory. */
  static INDArray matrix(Tensor tensor) {
    return of(tensor).view(0, tensor.rows(), tensor.columns());
  }

  /** A tensor as a vector of all its elements. */
  static INDArray vector(Tensor tensor) {
    return of(tensor).strided(0, new long[] {tensor.size()}, new long[] {1});
  }

  private INDArray view(long from, long rows, long columns) {
    return strided(from, new long[] {rows, columns}, new long[] {rowStride, 1});
  }

  /** An array over this memory from element {@code from} on. */
  INDArray strided(long from, long[] dims, long[] strides) {
    return Nd4j.create(buffer, dims, strides, offset + from, 'c');
  }

  @Override
  public ElementType type() {
    return type;
  }

  @Override
  public int[] shape() {
    return shape.clone();
  }

  @Override
  public int rowStride() {
    return rowStride;
  }

  @Override
  public Tensor reshape(int... newShape) {
    requireContiguous();
    Nd4jTensor view = new Nd4jTensor(buffer, offset, type, newShape, newShape[newShape.length - 1]);
    if (view.size() != size()) {
      throw new IllegalArgumentException("cannot reshape " + size() + " to " + view.size());
    }
    return view;
  }

  @Override
  public Tensor slice(long from, long size) {
    requireContiguous();
    if (from < 0 || size < 0 || from + size > size()) {
      throw new IndexOutOfBoundsException(from + " + " + size + " of " + size());
    }
    int length = Math.toIntExact(size);
    return new Nd4jTensor(buffer, offset + from, type, new int[] {length}, length);
  }

  @Override
  public Tensor columnRange(int from, int count) {
    if (from < 0 || count < 0 || from + count > columns()) {
      throw new IndexOutOfBoundsException(from + " + " + count + " of " + columns());
    }
    return new Nd4jTensor(buffer, offset + from, type, new int[] {rows(), count}, rowStride);
  }

  @Override
  public void read(long from, float[] target, int at, int count) {
    requireContiguous();
    if (count > 0) {
      INDArray part = strided(from, new long[] {count}, new long[] {1});
      System.arraycopy(part.dup().data().asFloat(), 0, target, at, count);
    }
  }

  @Override
  public void write(long from, float[] source, int at, int count) {
    requireContiguous();
    if (count > 0) {
      float[] part = Arrays.copyOfRange(source, at, at + count);
      strided(from, new long[] {count}, new long[] {1}).assign(Nd4j.createFromArray(part));
    }
  }

  @Override
  public void writeInts(int[] source) {
    strided(0, new long[] {source.length}, new long[] {1}).assign(Nd4j.createFromArray(source));
  }

  private void requireContiguous() {
    if (rowStride != columns()) {
      throw new IllegalStateException("a column range is not contiguous");
    }
  }
}
