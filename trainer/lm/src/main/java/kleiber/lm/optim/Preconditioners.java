package kleiber.lm.optim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kleiber.engine.backend.UpdateSpace;
import kleiber.engine.tensor.Tensor;
import kleiber.lm.model.op.Parameter;

/** Shampoo's L and R of all matrices, and their roots, one after the other. */
final class Preconditioners {
  private final UpdateSpace space;
  private final int largest;
  private final Map<String, Long> places = new HashMap<>();
  private final Map<Integer, Tensor> identities = new HashMap<>();
  private final Tensor statistics;
  private final Tensor roots;

  Preconditioners(UpdateSpace space, List<Parameter> matrices, int largest) {
    this.space = space;
    this.largest = largest;
    long size = 0;
    for (Parameter matrix : matrices) {
      for (int side : matrix.shape()) {
        identities.computeIfAbsent(has(side) ? side : 1, this::identity);
      }
      places.put(matrix.name(), size);
      size += size(matrix, 0) + size(matrix, 1);
    }
    this.statistics = space.allocate(Math.toIntExact(Math.max(1, size)));
    this.roots = space.allocate(Math.toIntExact(Math.max(1, size)));
    for (Parameter matrix : matrices) {
      for (int side = 0; side < 2; side++) {
        if (has(matrix, side)) {
          root(matrix, side).slice(0, size(matrix, side)).set(identity(matrix, side).toArray());
        }
      }
    }
  }

  private Tensor identity(int side) {
    float[] values = new float[Math.multiplyExact(side, side)];
    for (int i = 0; i < side; i++) {
      values[i * (side + 1)] = 1;
    }
    Tensor identity = space.allocate(values.length);
    identity.set(values);
    return identity.reshape(side, side);
  }

  private boolean has(int length) {
    return length <= largest;
  }

  /**
   * Whether a matrix has one of a side.
   *
   * @param side 0 for L, 1 for R
   */
  boolean has(Parameter matrix, int side) {
    return has(matrix.shape()[side]);
  }

  private long size(Parameter matrix, int side) {
    long length = matrix.shape()[side];
    return has(matrix, side) ? length * length : 0;
  }

  /** The larger p, the less of the gradient's scale a root takes away: 4 with two sides, else 2. */
  int power(Parameter matrix) {
    return has(matrix, 0) && has(matrix, 1) ? 4 : 2;
  }

  Tensor identity(Parameter matrix, int side) {
    return identities.get(matrix.shape()[side]);
  }

  Tensor statistic(Parameter matrix, int side) {
    return square(statistics, matrix, side);
  }

  Tensor root(Parameter matrix, int side) {
    return square(roots, matrix, side);
  }

  private Tensor square(Tensor all, Parameter matrix, int side) {
    long place = places.get(matrix.name()) + (side == 0 ? 0 : size(matrix, 0));
    int length = matrix.shape()[side];
    return all.slice(place, size(matrix, side)).reshape(length, length);
  }

  /** FLOPs of the roots and of a step, in some unit. */
  double cost(Parameter matrix) {
    double cost = 0;
    for (int side = 0; side < 2; side++) {
      if (has(matrix, side)) {
        double length = matrix.shape()[side];
        cost += length * length * length + length * matrix.size();
      }
    }
    return cost;
  }

  /** What the matrices of a share compute in. */
  Workspace workspace(UpdateSpace at, List<Parameter> share) {
    long elements = 1;
    int side = 1;
    for (Parameter matrix : share) {
      elements = Math.max(elements, matrix.size());
      for (int length : matrix.shape()) {
        side = Math.max(side, has(length) ? length : 1);
      }
    }
    return new Workspace(at, elements, side, InverseRoot.SQUARES);
  }

  Tensor statistics() {
    return statistics;
  }

  Tensor roots() {
    return roots;
  }
}
