package kleiber.trainer.kernels.nd4j;

import kleiber.trainer.kernels.AttentionShape;
import kleiber.trainer.kernels.Op;
import kleiber.trainer.tensor.Tensor;
import kleiber.trainer.tensor.Variable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Attention over dense copies of the heads, since ND4J's batched products want dense matrices. A
 * key-value head is copied once for every query head that reads it; its gradient is their sum.
 */
final class Nd4jAttention {
  private final AttentionShape shape;
  private final long batches;

  private Nd4jAttention(AttentionShape shape) {
    this.shape = shape;
    this.batches = (long) shape.batch() * shape.heads();
  }

  static Op bind(AttentionShape shape, Variable q, Variable k, Variable v, Variable y) {
    return new Nd4jAttention(shape).bind(q, k, v, y);
  }

  private Op bind(Variable q, Variable k, Variable v, Variable y) {
    int queries = shape.queries();
    int keys = shape.keys();
    INDArray qs = dense(queries);
    INDArray ks = dense(keys);
    INDArray vs = dense(keys);
    INDArray out = dense(queries);
    INDArray scores = Calls.scratch(batches, queries, keys);
    INDArray probabilities = Calls.scratch(batches, queries, keys);
    Calls forward = new Calls();
    gather(forward, q.value(), queries, shape.heads(), qs);
    gather(forward, k.value(), keys, shape.keyValueHeads(), ks);
    gather(forward, v.value(), keys, shape.keyValueHeads(), vs);
    forward.product(qs, false, ks, true, scores, 0).scale(scores, shape.scale(), scores);
    if (shape.causal()) {
      forward.add(scores, mask(), scores);
    }
    forward.softmax(scores, probabilities).product(probabilities, false, vs, false, out, 0);
    scatter(forward, out, y.value());
    Calls backward = new Calls();
    if (y.hasGradient()) {
      INDArray dOut = dense(queries);
      INDArray dQueries = dense(queries);
      INDArray dKeys = dense(keys);
      gather(backward, y.gradient(), queries, shape.heads(), dOut);
      backward.product(probabilities, true, dOut, false, dKeys, 0);
      sumGroups(backward, dKeys, v.gradient());
      backward.product(dOut, false, vs, true, scores, 0);
      softmaxBackward(backward, probabilities, scores);
      backward.product(scores, false, ks, false, dQueries, 0);
      scatter(backward, dQueries, q.gradient());
      backward.product(scores, true, qs, false, dKeys, 0);
      sumGroups(backward, dKeys, k.gradient());
    }
    return Nd4jKernels.pair(forward, backward);
  }

  private INDArray dense(int positions) {
    return Calls.scratch(batches, positions, shape.headWidth());
  }

  /** scores ← scale·p·(scores − Σ p·scores), the sum over keys. */
  private void softmaxBackward(Calls calls, INDArray probabilities, INDArray scores) {
    long rows = batches * shape.queries();
    INDArray products = Calls.scratch(probabilities);
    INDArray sums = Calls.scratch(rows, 1);
    INDArray ones = Calls.filled(1, shape.keys(), 1);
    calls
        .multiply(probabilities, scores, products)
        .product(products.reshape('c', rows, shape.keys()), false, ones, false, sums, 0)
        .subtract(scores, sums.reshape('c', batches, shape.queries(), 1), scores)
        .multiply(scores, probabilities, scores)
        .scale(scores, shape.scale(), scores);
  }

  private INDArray mask() {
    INDArray mask = Calls.scratch(1, shape.queries(), shape.keys());
    for (int query = 0; query < shape.queries(); query++) {
      for (int key = query + 1; key < shape.keys(); key++) {
        mask.putScalar(0, query, key, -1e30);
      }
    }
    return mask;
  }

  /** Member {@code m} of every group as [B, K, T, headWidth] of a [B·T, heads·headWidth] tensor. */
  private INDArray heads(Tensor tensor, int positions, int heads, int member) {
    long stride = tensor.rowStride();
    long group = heads / shape.keyValueHeads();
    return Nd4jTensor.of(tensor)
        .strided(
            (group == 1 ? 0 : member) * (long) shape.headWidth(),
            new long[] {shape.batch(), shape.keyValueHeads(), positions, shape.headWidth()},
            new long[] {positions * stride, group * shape.headWidth(), stride, 1});
  }

  /** The same heads of a dense array [B·H, T, headWidth]. */
  private INDArray denseHeads(INDArray dense, int member) {
    long matrix = dense.size(1) * dense.size(2);
    INDArray split =
        dense.reshape(
            'c', shape.batch(), shape.keyValueHeads(), shape.group(), dense.size(1), dense.size(2));
    return org.nd4j.linalg.factory.Nd4j.create(
        split.data(),
        new long[] {shape.batch(), shape.keyValueHeads(), dense.size(1), dense.size(2)},
        new long[] {shape.heads() * matrix, shape.group() * matrix, dense.size(2), 1},
        member * matrix,
        'c');
  }

  private void gather(Calls calls, Tensor source, int positions, int heads, INDArray dense) {
    for (int member = 0; member < shape.group(); member++) {
      calls.copy(heads(source, positions, heads, member), denseHeads(dense, member));
    }
  }

  private void scatter(Calls calls, INDArray dense, Tensor target) {
    for (int member = 0; member < shape.group(); member++) {
      calls.copy(denseHeads(dense, member), heads(target, shape.queries(), shape.heads(), member));
    }
  }

  /** target ← the sum over each group's members. */
  private void sumGroups(Calls calls, INDArray dense, Tensor target) {
    INDArray sum = denseHeads(dense, 0);
    for (int member = 1; member < shape.group(); member++) {
      calls.add(sum, denseHeads(dense, member), sum);
    }
    calls.copy(sum, heads(target, shape.keys(), shape.keyValueHeads(), 0));
  }
}
