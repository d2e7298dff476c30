package kleiber.cpu;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import kleiber.engine.tensor.Layout;
import kleiber.engine.tensor.Tensor;
import org.bytedeco.javacpp.BytePointer;

/** A tensor in native memory: what oneDNN and plain loops both reach without a copy. */
final class CpuTensor implements Tensor {
  private final BytePointer block;
  private final long start;
  private final Layout layout;
  private IntBuffer ints;

  /**
   * Memory that {@code layout} describes.
   *
   * @param start where in {@code block} the layout begins, in bytes
   */
  CpuTensor(BytePointer block, long start, Layout layout) {
    this.block = block;
    this.start = start;
    this.layout = layout;
  }

  /** A cast with a message: tensors of another backend cannot be used here. */
  static CpuTensor of(Tensor tensor) {
    if (tensor instanceof CpuTensor cpu) {
      return cpu;
    }
    throw new IllegalArgumentException("not a tensor of the cpu backend: " + tensor);
  }

  @Override
  public Layout layout() {
    return layout;
  }

  @Override
  public Tensor view(Layout view) {
    return new CpuTensor(block, start, view);
  }

  @Override
  public void read(long offset, float[] target, int at, int count) {
    layout.requireContiguous();
    floats(offset, count).get(0, target, at, count);
  }

  @Override
  public void write(long offset, float[] source, int at, int count) {
    layout.requireContiguous();
    floats(offset, count).put(0, source, at, count);
  }

  @Override
  public void writeInts(int[] source) {
    ints().put(0, source);
  }

  /** The address of the first element. */
  BytePointer pointer() {
    return new BytePointer(block).position(byteOffset(0));
  }

  /** All memory from the first element to the last, gaps of a strided view included. */
  FloatBuffer floats() {
    long span = rows() == 0 ? 0 : (long) (rows() - 1) * rowStride() + columns();
    return floats(0, span);
  }

  /** All of a contiguous tensor's memory; the same object every time. */
  IntBuffer ints() {
    if (ints == null) {
      ints = bytes(0, size()).asIntBuffer();
    }
    return ints;
  }

  private FloatBuffer floats(long from, long count) {
    return bytes(from, count).asFloatBuffer();
  }

  private ByteBuffer bytes(long from, long count) {
    return Window.of(block, byteOffset(from), count * type().bytes()).asByteBuffer();
  }

  private long byteOffset(long element) {
    return start + (layout.offset() + element) * type().bytes();
  }
}
