package kleiber.trainer.kernels.cpu;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import kleiber.trainer.tensor.ElementType;
import kleiber.trainer.tensor.Tensor;
import org.bytedeco.javacpp.BytePointer;

/** A tensor in native memory: what oneDNN and plain loops both reach without a copy. */
final class CpuTensor implements Tensor {
  private final BytePointer block;
  private final long byteOffset;
  private final ElementType type;
  private final int[] shape;
  private final int rowStride;

  CpuTensor(BytePointer block, long byteOffset, ElementType type, int[] shape, int rowStride) {
    this.block = block;
    this.byteOffset = byteOffset;
    this.type = type;
    this.shape = shape.clone();
    this.rowStride = rowStride;
  }

  /** A cast with a message: tensors of another backend cannot be used here. */
  static CpuTensor of(Tensor tensor) {
    if (tensor instanceof CpuTensor cpu) {
      return cpu;
    }
    throw new IllegalArgumentException("not a tensor of the cpu backend: " + tensor);
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
    CpuTensor view =
        new CpuTensor(block, byteOffset, type, newShape, newShape[newShape.length - 1]);
    if (view.size() != size()) {
      throw new IllegalArgumentException("cannot reshape " + size() + " to " + view.size());
    }
    return view;
  }

  @Override
  public Tensor slice(long offset, long size) {
    requireContiguous();
    if (offset < 0 || size < 0 || offset + size > size()) {
      throw new IndexOutOfBoundsException(offset + " + " + size + " of " + size());
    }
    int length = Math.toIntExact(size);
    return new CpuTensor(
        block, byteOffset + offset * type.bytes(), type, new int[] {length}, length);
  }

  @Override
  public Tensor columnRange(int from, int count) {
    if (from < 0 || count < 0 || from + count > columns()) {
      throw new IndexOutOfBoundsException(from + " + " + count + " of " + columns());
    }
    int[] narrowed = {rows(), count};
    return new CpuTensor(block, byteOffset + (long) from * type.bytes(), type, narrowed, rowStride);
  }

  @Override
  public void read(long offset, float[] target, int at, int count) {
    requireContiguous();
    floats(offset, count).get(0, target, at, count);
  }

  @Override
  public void write(long offset, float[] source, int at, int count) {
    requireContiguous();
    floats(offset, count).put(0, source, at, count);
  }

  @Override
  public void writeInts(int[] source) {
    ints().put(0, source);
  }

  /** The address of the first element. */
  BytePointer pointer() {
    return new BytePointer(block).position(byteOffset);
  }

  /** All memory from the first element to the last, gaps of a strided view included. */
  FloatBuffer floats() {
    long span = rows() == 0 ? 0 : (long) (rows() - 1) * rowStride + columns();
    return floats(0, span);
  }

  IntBuffer ints() {
    return new BytePointer(block)
        .position(byteOffset)
        .limit(byteOffset + size() * type.bytes())
        .asByteBuffer()
        .asIntBuffer();
  }

  private FloatBuffer floats(long offset, long count) {
    long start = byteOffset + offset * type.bytes();
    return new BytePointer(block)
        .position(start)
        .limit(start + count * type.bytes())
        .asByteBuffer()
        .asFloatBuffer();
  }

  private void requireContiguous() {
    if (rowStride != columns()) {
      throw new IllegalStateException("a column range is not contiguous");
    }
  }
}
