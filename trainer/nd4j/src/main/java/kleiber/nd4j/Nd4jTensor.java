package kleiber.nd4j;

import java.util.Arrays;
import kleiber.engine.tensor.Layout;
import kleiber.engine.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A tensor in an ND4J data buffer; views are arrays over the same buffer. */
final class Nd4jTensor implements Tensor {
  private final DataBuffer buffer;
  private final Layout layout;

  Nd4jTensor(DataBuffer buffer, Layout layout) {
    this.buffer = buffer;
    this.layout = layout;
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
    return strided(from, new long[] {rows, columns}, new long[] {rowStride(), 1});
  }

  /** An array over this memory from element {@code from} on. */
  INDArray strided(long from, long[] dims, long[] strides) {
    return Nd4j.create(buffer, dims, strides, layout.offset() + from, 'c');
  }

  @Override
  public Layout layout() {
    return layout;
  }

  @Override
  public Tensor view(Layout view) {
    return new Nd4jTensor(buffer, view);
  }

  @Override
  public void read(long from, float[] target, int at, int count) {
    layout.requireContiguous();
    if (count > 0) {
      INDArray part = strided(from, new long[] {count}, new long[] {1});
      System.arraycopy(part.dup().data().asFloat(), 0, target, at, count);
    }
  }

  @Override
  public void write(long from, float[] source, int at, int count) {
    layout.requireContiguous();
    if (count > 0) {
      float[] part = Arrays.copyOfRange(source, at, at + count);
      strided(from, new long[] {count}, new long[] {1}).assign(Nd4j.createFromArray(part));
    }
  }

  @Override
  public void writeInts(int[] source) {
    strided(0, new long[] {source.length}, new long[] {1}).assign(Nd4j.createFromArray(source));
  }
}
