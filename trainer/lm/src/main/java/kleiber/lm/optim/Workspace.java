package kleiber.lm.optim;

import java.util.ArrayList;
import java.util.List;
import kleiber.engine.backend.UpdateSpace;
import kleiber.engine.tensor.Tensor;

/**
 * Memory for intermediate results of matrices that are updated one after the other: as much as the
 * largest of them needs.
 */
final class Workspace {
  private final List<Tensor> wholes = new ArrayList<>();
  private final List<Tensor> squares = new ArrayList<>();

  /**
   * @param elements of the largest matrix
   * @param side of the largest square
   * @param count of squares
   */
  Workspace(UpdateSpace space, long elements, int side, int count) {
    for (int i = 0; i < 2; i++) {
      wholes.add(space.allocate(Math.toIntExact(elements)));
    }
    for (int i = 0; i < count; i++) {
      squares.add(space.allocate(Math.multiplyExact(side, side)));
    }
  }

  /** One of two memories [rows, columns]. */
  Tensor whole(int index, int rows, int columns) {
    return part(wholes.get(index), rows, columns);
  }

  /** One of the memories [side, side]. */
  Tensor square(int index, int side) {
    return part(squares.get(index), side, side);
  }

  private static Tensor part(Tensor memory, int rows, int columns) {
    return memory.slice(0, (long) rows * columns).reshape(rows, columns);
  }
}
