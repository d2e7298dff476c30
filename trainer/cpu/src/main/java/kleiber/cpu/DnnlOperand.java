package kleiber.cpu;

import static org.bytedeco.dnnl.global.dnnl.dnnl_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_s32;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import kleiber.engine.tensor.ElementType;
import kleiber.engine.tensor.Tensor;
import org.bytedeco.javacpp.BytePointer;

/**
 * Memory as oneDNN sees it: where it starts, and dimensions with their strides in elements. Any
 * view of a tensor is an operand; none of them copies.
 */
record DnnlOperand(BytePointer data, int dataType, long[] dims, long[] strides) {
  /** A tensor as the matrix [rows, columns]. */
  static DnnlOperand matrix(Tensor tensor) {
    CpuTensor cpu = CpuTensor.of(tensor);
    return new DnnlOperand(
        cpu.pointer(),
        dataType(cpu.type()),
        new long[] {cpu.rows(), cpu.columns()},
        new long[] {cpu.rowStride(), 1});
  }

  /** All of a tensor's memory under {@code dims}, without gaps. */
  static DnnlOperand dense(Tensor tensor, long... dims) {
    CpuTensor cpu = CpuTensor.of(tensor);
    long[] strides = new long[dims.length];
    long stride = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= dims[i];
    }
    return new DnnlOperand(cpu.pointer(), dataType(cpu.type()), dims, strides);
  }

  /** A tensor as a vector of all its elements. */
  static DnnlOperand vector(Tensor tensor) {
    return dense(tensor, tensor.size());
  }

  /** A vector as a matrix of one row, the form a bias takes. */
  static DnnlOperand row(Tensor tensor) {
    return dense(tensor, 1, tensor.size());
  }

  /** A row of ones: its product with dy is the sum of dy's rows. */
  static DnnlOperand ones(CpuBackend backend, int count) {
    float[] values = new float[count];
    Arrays.fill(values, 1f);
    Tensor ones = backend.allocate(1, count);
    ones.set(values);
    return matrix(ones);
  }

  /** The same memory, {@code elements} further on, under other dimensions and strides. */
  DnnlOperand view(long elements, long[] newDims, long[] newStrides) {
    BytePointer start = new BytePointer(data).position(data.position() + elements * elementBytes());
    return new DnnlOperand(start, dataType, newDims, newStrides);
  }

  /** {@code count} rows of a matrix. */
  DnnlOperand rows(int from, int count) {
    return view(from * strides[0], new long[] {count, dims[1]}, strides);
  }

  /** A block of a matrix. */
  DnnlOperand block(int row, int column, int rows, int columns) {
    return view(row * strides[0] + column * strides[1], new long[] {rows, columns}, strides);
  }

  /**
   * The last two dimensions exchanged. A single column gets a stride of 1: with the stride of the
   * row it was, oneDNN 3.11 takes a [65, 1] operand for something else and reads beside it.
   */
  DnnlOperand transposed() {
    int last = dims.length - 1;
    long[] newDims = dims.clone();
    long[] newStrides = strides.clone();
    newDims[last] = dims[last - 1];
    newDims[last - 1] = dims[last];
    newStrides[last] = strides[last - 1];
    newStrides[last - 1] = strides[last];
    newStrides[last] = newDims[last] == 1 ? 1 : newStrides[last];
    return new DnnlOperand(data, dataType, newDims, newStrides);
  }

  /**
   * Elements from the start of this to the start of {@code other}; negative if not the same
   * memory's.
   */
  long distanceTo(DnnlOperand other) {
    boolean same = data.address() == other.data().address();
    return same ? (other.data().position() - data.position()) / elementBytes() : -1;
  }

  /** The number of elements. */
  long size() {
    long size = 1;
    for (long dimension : dims) {
      size *= dimension;
    }
    return size;
  }

  boolean hasType(ElementType type) {
    return dataType == dataType(type);
  }

  private int elementBytes() {
    return dataType == dnnl_bf16 ? ElementType.BF16.bytes() : ElementType.F32.bytes();
  }

  private static int dataType(ElementType type) {
    return switch (type) {
      case F32 -> dnnl_f32;
      case BF16 -> dnnl_bf16;
      case I32 -> dnnl_s32;
    };
  }

  /** The fp32 memory of an operand without gaps. */
  FloatBuffer floats() {
    return Window.of(data, data.position(), size() * Float.BYTES).asByteBuffer().asFloatBuffer();
  }

  /** Where the first element lies. */
  long address() {
    return data.address() + data.position();
  }

  Form form() {
    return new Form(
        dataType, Arrays.stream(dims).boxed().toList(), Arrays.stream(strides).boxed().toList());
  }

  /** All that a primitive knows of an operand: everything but its place. */
  record Form(int dataType, List<Long> dims, List<Long> strides) {}
}
