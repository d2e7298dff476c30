package kleiber.torch;

import java.util.Arrays;
import kleiber.engine.tensor.Layout;
import kleiber.engine.tensor.Tensor;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.LongOptional;

/** A tensor in a flat libtorch tensor of the backend's device. */
final class TorchTensor implements Tensor {
  private final TorchMemory memory;
  private final org.bytedeco.pytorch.Tensor flat;
  private final Layout layout;

  TorchTensor(TorchMemory memory, org.bytedeco.pytorch.Tensor flat, Layout layout) {
    this.memory = memory;
    this.flat = flat;
    this.layout = layout;
  }

  /** A cast with a message: tensors of another backend cannot be used here. */
  static TorchTensor of(Tensor tensor) {
    if (tensor instanceof TorchTensor own) {
      return own;
    }
    throw new IllegalArgumentException("not a tensor of the torch backend: " + tensor);
  }

  /** A tensor as [rows, columns] over its memory. */
  static org.bytedeco.pytorch.Tensor matrix(Tensor tensor) {
    return of(tensor)
        .strided(
            0, new long[] {tensor.rows(), tensor.columns()}, new long[] {tensor.rowStride(), 1});
  }

  /** A contiguous tensor as the vector of all its elements. */
  static org.bytedeco.pytorch.Tensor vector(Tensor tensor) {
    return of(tensor).strided(0, new long[] {tensor.size()}, new long[] {1});
  }

  /** The start of a contiguous tensor under other dimensions. */
  static org.bytedeco.pytorch.Tensor shaped(Tensor tensor, long... dims) {
    long[] strides = new long[dims.length];
    long stride = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= dims[i];
    }
    return of(tensor).strided(0, dims, strides);
  }

  /** A view of this memory from element {@code from} on. */
  org.bytedeco.pytorch.Tensor strided(long from, long[] dims, long[] strides) {
    try (LongOptional start = new LongOptional(layout.offset() + from)) {
      return memory.keep(flat.as_strided(dims, strides, start));
    }
  }

  @Override
  public Layout layout() {
    return layout;
  }

  @Override
  public Tensor view(Layout view) {
    return new TorchTensor(memory, flat, view);
  }

  @Override
  public void read(long from, float[] target, int at, int count) {
    layout.requireContiguous();
    try (var part = part(from, count);
        var host = part.cpu();
        FloatPointer values = host.data_ptr_float()) {
      values.get(target, at, count);
    }
  }

  @Override
  public void write(long from, float[] source, int at, int count) {
    layout.requireContiguous();
    try (var part = part(from, count)) {
      HostValues.copy(Arrays.copyOfRange(source, at, at + count), part);
    }
  }

  @Override
  public void writeInts(int[] source) {
    try (var part = part(0, source.length)) {
      HostValues.copy(source, part);
    }
  }

  private org.bytedeco.pytorch.Tensor part(long from, long count) {
    try (LongOptional start = new LongOptional(layout.offset() + from)) {
      return flat.as_strided(new long[] {count}, new long[] {1}, start);
    }
  }
}
