package kleiber.nd4j;

import java.util.List;
import kleiber.engine.kernels.AttentionShape;
import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Scores by distance as one product over dense heads, with the distances in reverse order: then the
 * score of query i and key j lies at i·(T − 1) + (T − 1) + j of its matrix, so that scores by key
 * are a view of scores by distance.
 */
final class Nd4jRelativeScores {
  private final int batch;
  private final int heads;
  private final int length;

  private Nd4jRelativeScores(AttentionShape shape) {
    this.batch = shape.batch();
    this.heads = shape.heads();
    this.length = shape.queries();
  }

  static Op bind(AttentionShape shape, Variable q, Variable r, Variable y) {
    return new Nd4jRelativeScores(shape).bind(q, r, y, shape.headWidth(), shape.scale());
  }

  private Op bind(Variable q, Variable r, Variable y, int width, double scale) {
    INDArray queries = Nd4jCalls.scratch(heads, (long) batch * length, width);
    INDArray reversed = Nd4jCalls.scratch(length, (long) heads * width);
    INDArray distances = Nd4jCalls.scratch(heads, length, width);
    INDArray scores = Nd4jCalls.scratch(heads, (long) batch * length, length);
    INDArray byKey = Nd4jCalls.scratch(batch, heads, length, length);
    INDArray order = order();
    INDArray seen = lowerTriangle();
    Nd4jCalls forward = new Nd4jCalls();
    forward.copy(byHead(q.value(), width), queries);
    forward.gather(Nd4jTensor.matrix(r.value()), order, reversed);
    forward.copy(byHead(reversed, width), distances);
    forward.product(scale, queries, false, distances, true, scores, 0);
    for (Band band : bands()) {
      forward.copy(byDistance(scores, band), byKey(byKey, band));
    }
    forward.multiply(byKey, seen, byKey(y.value()));
    Nd4jCalls backward = new Nd4jCalls();
    if (y.hasGradient()) {
      INDArray queryGradients = Nd4jCalls.scratch(queries);
      INDArray distanceGradients = Nd4jCalls.scratch(distances);
      backward.multiply(byKey(y.gradient()), seen, byKey).then(() -> scores.assign(0));
      for (Band band : bands()) {
        backward.copy(byKey(byKey, band), byDistance(scores, band));
      }
      backward.product(scale, scores, false, distances, false, queryGradients, 0);
      backward.copy(queryGradients, byHead(q.gradient(), width));
      backward.product(scale, scores, true, queries, false, distanceGradients, 0);
      backward.copy(distanceGradients, byHead(reversed, width));
      backward.gather(reversed, order, Nd4jTensor.matrix(r.gradient()));
    }
    return Op.of(forward, backward);
  }

  /** T − 1 down to 0: a permutation that is its own inverse. */
  private INDArray order() {
    int[] order = new int[length];
    for (int i = 0; i < length; i++) {
      order[i] = length - 1 - i;
    }
    return Nd4j.createFromArray(order);
  }

  private INDArray lowerTriangle() {
    INDArray seen = Nd4jCalls.scratch(1, 1, length, length);
    for (int query = 0; query < length; query++) {
      for (int key = 0; key <= query; key++) {
        seen.putScalar(new int[] {0, 0, query, key}, 1);
      }
    }
    return seen;
  }

  /** Queries from {@code query} on and keys from {@code key} on. */
  private record Band(int query, int queries, int key, int keys) {}

  /**
   * Parts of the view in which no two pairs share a place: keys 0 to T − 2 of all queries, and key
   * T − 1 of query T − 1, the only one that sees it.
   */
  private List<Band> bands() {
    Band last = new Band(length - 1, 1, length - 1, 1);
    return length == 1 ? List.of(last) : List.of(new Band(0, length, 0, length - 1), last);
  }

  private INDArray byDistance(INDArray scores, Band band) {
    int step = length - 1;
    long matrix = (long) length * length;
    return Nd4j.create(
        scores.data(),
        new long[] {batch, heads, band.queries(), band.keys()},
        new long[] {matrix, matrix * batch, Math.max(1, step), 1},
        (long) band.query() * step + step + band.key(),
        'c');
  }

  private INDArray byKey(INDArray byKey, Band band) {
    long matrix = (long) length * length;
    return Nd4j.create(
        byKey.data(),
        new long[] {batch, heads, band.queries(), band.keys()},
        new long[] {matrix * heads, matrix, length, 1},
        (long) band.query() * length + band.key(),
        'c');
  }

  /** [B, H, T, T] of a [B·H·T, T] tensor. */
  private INDArray byKey(Tensor y) {
    long matrix = (long) length * length;
    return Nd4jTensor.of(y)
        .strided(
            0,
            new long[] {batch, heads, length, length},
            new long[] {matrix * heads, matrix, length, 1});
  }

  /** [H, B·T, headWidth] of a [B·T, H·headWidth] tensor. */
  private INDArray byHead(Tensor tensor, int width) {
    return Nd4jTensor.of(tensor)
        .strided(
            0, new long[] {heads, tensor.rows(), width}, new long[] {width, tensor.rowStride(), 1});
  }

  private INDArray byHead(INDArray dense, int width) {
    return Nd4j.create(
        dense.data(),
        new long[] {heads, dense.size(0), width},
        new long[] {width, dense.size(1), 1},
        0,
        'c');
  }
}
