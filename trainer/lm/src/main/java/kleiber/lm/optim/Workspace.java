package kleiber.lm.optim;

import java.util.List;
import kleiber.engine.backend.UpdateSpace;
import kleiber.engine.tensor.Tensor;
import kleiber.lm.model.op.Parameter;

/**
 * Memory for intermediate results of matrices that are updated one after the other: as much as the
 * largest of them needs.
 */
final class Workspace {
  private final Tensor x;
  private final Tensor other;
  private final Tensor gram;
  private final Tensor square;
  private final Tensor gathered;
  private final Tensor spare;

  Workspace(UpdateSpace space, List<Parameter> matrices) {
    int elements = 0;
    int smaller = 0;
    for (Parameter matrix : matrices) {
      elements = Math.max(elements, Math.toIntExact(matrix.size()));
      smaller = Math.max(smaller, Math.min(matrix.shape()[0], matrix.shape()[1]));
    }
    this.x = space.allocate(elements);
    this.other = space.allocate(elements);
    int squared = Math.multiplyExact(smaller, smaller);
    this.gram = space.allocate(squared);
    this.square = space.allocate(squared);
    this.gathered = space.allocate(squared);
    this.spare = space.allocate(squared);
  }

  /**
   * The memory as one matrix [R, C] sees it, with n = min(R, C).
   *
   * @param x [R, C]
   * @param other [R, C]
   * @param gram [n, n]
   * @param square [n, n]
   * @param gathered [n, n]
   * @param spare [n, n]
   */
  record Matrices(
      Tensor x, Tensor other, Tensor gram, Tensor square, Tensor gathered, Tensor spare) {
    /** The larger dimension per the smaller. */
    double length() {
      double ratio = (double) x.rows() / x.columns();
      return Math.max(ratio, 1 / ratio);
    }

    /** Whether there are more rows than columns. */
    boolean isTall() {
      return x.rows() > x.columns();
    }
  }

  Matrices of(Parameter matrix) {
    int[] shape = matrix.shape();
    int n = Math.min(shape[0], shape[1]);
    return new Matrices(
        part(x, shape),
        part(other, shape),
        part(gram, n, n),
        part(square, n, n),
        part(gathered, n, n),
        part(spare, n, n));
  }

  private static Tensor part(Tensor memory, int... shape) {
    return memory.slice(0, (long) shape[0] * shape[1]).reshape(shape);
  }
}
