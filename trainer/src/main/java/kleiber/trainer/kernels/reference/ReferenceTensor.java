package kleiber.trainer.kernels.reference;

import kleiber.trainer.tensor.ElementType;
import kleiber.trainer.tensor.Tensor;

/** A tensor of doubles. */
public final class ReferenceTensor implements Tensor {
  private final double[] memory;
  private final int offset;
  private final int[] shape;
  private final int rowStride;

  ReferenceTensor(double[] memory, int offset, int[] shape, int rowStride) {
    this.memory = memory;
    this.offset = offset;
    this.shape = shape;
    this.rowStride = rowStride;
  }

  static ReferenceTensor of(Tensor tensor) {
    return (ReferenceTensor) tensor;
  }

  double get(int row, int column) {
    return memory[offset + row * rowStride + column];
  }

  void set(int row, int column, double value) {
    memory[offset + row * rowStride + column] = value;
  }

  void add(int row, int column, double value) {
    memory[offset + row * rowStride + column] += value;
  }

  /** Element {@code index} of a contiguous tensor. */
  public double at(int index) {
    return memory[offset + index];
  }

  /** All elements of a contiguous tensor. */
  public double[] toDoubles() {
    return java.util.Arrays.copyOfRange(memory, offset, offset + Math.toIntExact(size()));
  }

  /** Overwrites element {@code index} of a contiguous tensor. */
  public void put(int index, double value) {
    memory[offset + index] = value;
  }

  @Override
  public ElementType type() {
    return ElementType.F32;
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
    return new ReferenceTensor(memory, offset, newShape, newShape[newShape.length - 1]);
  }

  @Override
  public Tensor slice(long from, long size) {
    return new ReferenceTensor(memory, offset + (int) from, new int[] {(int) size}, (int) size);
  }

  @Override
  public Tensor columnRange(int from, int count) {
    return new ReferenceTensor(memory, offset + from, new int[] {rows(), count}, rowStride);
  }

  @Override
  public void read(long from, float[] target, int at, int count) {
    for (int i = 0; i < count; i++) {
      target[at + i] = (float) at((int) from + i);
    }
  }

  @Override
  public void write(long from, float[] source, int at, int count) {
    for (int i = 0; i < count; i++) {
      put((int) from + i, source[at + i]);
    }
  }

  @Override
  public void writeInts(int[] source) {
    for (int i = 0; i < source.length; i++) {
      put(i, source[i]);
    }
  }
}
