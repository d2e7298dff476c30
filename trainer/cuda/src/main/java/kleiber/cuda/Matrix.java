package kleiber.cuda;

import kleiber.engine.tensor.ElementType;
import kleiber.engine.tensor.Tensor;

/**
 * A matrix of a product, as it lies in memory.
 *
 * @param address of its first element
 * @param rows of the matrix
 * @param columns of the matrix
 * @param stride elements between the starts of two rows
 * @param type of its elements
 * @param padded whether the columns up to a multiple of eight are there, and zero
 */
record Matrix(long address, int rows, int columns, int stride, ElementType type, boolean padded) {
  /** Bytes of one read where that is possible. */
  private static final int READ = 16;

  /** Elements of bf16 in one read. */
  private static final int CHUNK = 8;

  /** A matrix as it is. */
  static Matrix of(Tensor x) {
    return new Matrix(CudaTensor.address(x), x.rows(), x.columns(), x.rowStride(), x.type(), false);
  }

  /** A weight's rounded copy. */
  static Matrix rounded(Tensor w) {
    return new Matrix(
        CudaTensor.of(w).roundedAddress(),
        w.rows(),
        w.columns(),
        w.rowStride(),
        ElementType.BF16,
        false);
  }

  /** Its copy that {@code prepare} of {@code linear_parts.cu} makes at {@code target}. */
  Matrix prepared(long target) {
    return new Matrix(target, rows, columns, preparedStride(), ElementType.BF16, true);
  }

  /** A matrix of the same kind elsewhere. */
  Matrix at(long other) {
    return new Matrix(other, rows, columns, stride, type, padded);
  }

  int preparedStride() {
    return (columns + CHUNK - 1) / CHUNK * CHUNK;
  }

  long preparedBytes() {
    return (long) rows * preparedStride() * ElementType.BF16.bytes();
  }

  /** What preparing it takes, in the measure of {@link ProductPlan#nanos}. */
  double preparingNanos() {
    return ProductPlan.LAUNCH_NANOS
        + ProductPlan.moved((double) rows * columns * (type.bytes() + ElementType.BF16.bytes()));
  }

  /** Whether its rows can be read 16 bytes at a time. */
  boolean inChunks() {
    return inUnitsOf(READ / type.bytes());
  }

  /** Whether its rows can be read {@code elements} elements at a time. */
  boolean inUnitsOf(int elements) {
    return address % ((long) elements * type.bytes()) == 0
        && stride % elements == 0
        && (padded || columns % elements == 0);
  }

  /** Whether every kernel on tensor cores takes it as a factor. */
  boolean isReady() {
    return type == ElementType.BF16 && inChunks();
  }
}
