package kleiber.nd4j;

import java.util.Arrays;
import kleiber.engine.kernels.AttentionOptions;
import kleiber.engine.kernels.AttentionShape;
import kleiber.engine.kernels.Dropout;
import kleiber.engine.kernels.Gradient;
import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Attention over dense copies of the heads, since ND4J's batched products want dense matrices. A
 * key-value head is copied once for every query head that reads it; its gradient is their sum.
 */
final class Nd4jAttention {
  /** Vanishes in exp, and stays finite when another is added. */
  private static final float HIDDEN = -1e30f;

  private final AttentionShape shape;
  private final long batches;

  private Nd4jAttention(AttentionShape shape) {
    this.shape = shape;
    this.batches = (long) shape.batch() * shape.heads();
  }

  static Op bind(
      AttentionShape shape,
      Variable q,
      Variable k,
      Variable v,
      AttentionOptions options,
      Variable y) {
    return new Nd4jAttention(shape).bind(q, k, v, options, y);
  }

  private Op bind(Variable q, Variable k, Variable v, AttentionOptions options, Variable y) {
    int queries = shape.queries();
    int keys = shape.keys();
    INDArray qs = dense(queries);
    INDArray ks = dense(keys);
    INDArray vs = dense(keys);
    INDArray out = dense(queries);
    INDArray scores = Nd4jCalls.scratch(batches, queries, keys);
    INDArray probabilities = Nd4jCalls.scratch(batches, queries, keys);
    Nd4jCalls forward = new Nd4jCalls();
    gather(forward, q.value(), queries, shape.heads(), qs);
    gather(forward, k.value(), keys, shape.keyValueHeads(), ks);
    gather(forward, v.value(), keys, shape.keyValueHeads(), vs);
    forward.product(shape.scale(), qs, false, ks, true, scores, 0);
    addTerms(forward, options, scores);
    forward.softmax(scores, probabilities);
    Dropout dropout = options.dropout();
    INDArray dropMask = dropout == null ? null : Nd4jCalls.scratch(probabilities);
    INDArray kept = dropout == null ? probabilities : Nd4jCalls.scratch(probabilities);
    if (dropout != null) {
      forward.then(Nd4jKernels.drawMask(dropout, dropMask)).multiply(probabilities, dropMask, kept);
    }
    forward.product(kept, false, vs, false, out);
    scatter(forward, out, y.value());
    Nd4jCalls backward = new Nd4jCalls();
    if (y.hasGradient()) {
      INDArray dOut = dense(queries);
      INDArray dQueries = dense(queries);
      INDArray dKeys = dense(keys);
      gather(backward, y.gradient(), queries, shape.heads(), dOut);
      backward.product(kept, true, dOut, false, dKeys);
      sumGroups(backward, dKeys, v.gradient());
      backward.product(dOut, false, vs, true, scores);
      if (dropout != null) {
        backward.multiply(scores, dropMask, scores);
      }
      softmaxBackward(backward, probabilities, scores);
      if (options.bias() != null && options.bias().hasGradient()) {
        biasGradient(backward, options, scores);
      }
      backward.product(shape.scale(), scores, false, ks, false, dQueries, 0);
      scatter(backward, dQueries, q.gradient());
      backward.product(shape.scale(), scores, true, qs, false, dKeys, 0);
      sumGroups(backward, dKeys, k.gradient());
    }
    return Op.of(forward, backward);
  }

  private INDArray dense(int positions) {
    return Nd4jCalls.scratch(batches, positions, shape.headWidth());
  }

  /** scores ← p·(scores − Σ p·scores), the sum over keys. */
  private void softmaxBackward(Nd4jCalls calls, INDArray probabilities, INDArray scores) {
    long rows = batches * shape.queries();
    INDArray products = Nd4jCalls.scratch(probabilities);
    INDArray sums = Nd4jCalls.scratch(rows, 1);
    INDArray ones = Nd4jCalls.filled(1, shape.keys(), 1);
    calls
        .multiply(probabilities, scores, products)
        .product(products.reshape('c', rows, shape.keys()), false, ones, false, sums)
        .subtract(scores, sums.reshape('c', batches, shape.queries(), 1), scores)
        .multiply(scores, probabilities, scores);
  }

  /** scores ← scores + bias + mask. */
  private void addTerms(Nd4jCalls calls, AttentionOptions options, INDArray scores) {
    INDArray all = scores.reshape('c', shape.batch(), shape.heads(), shape.queries(), shape.keys());
    if (options.bias() != null) {
      calls.add(all, bias(options, options.bias().value()), all);
    }
    if (shape.mask().causal()) {
      calls.add(scores, mask(), scores);
    }
    if (options.keyLengths() != null) {
      INDArray padding = Nd4jCalls.scratch(shape.batch(), shape.keys());
      calls.gather(paddings(), Nd4jTensor.vector(options.keyLengths()), padding);
      calls.add(all, padding.reshape('c', shape.batch(), 1, 1, shape.keys()), all);
    }
  }

  private INDArray bias(AttentionOptions options, Tensor bias) {
    long matrix = (long) shape.queries() * shape.keys();
    return Nd4jTensor.of(bias)
        .strided(
            0,
            new long[] {
              options.biasPerSequence(shape) ? shape.batch() : 1,
              shape.heads(),
              shape.queries(),
              shape.keys()
            },
            new long[] {shape.heads() * matrix, matrix, shape.keys(), 1});
  }

  /** The bias's gradient is that of the scores; of a shared bias, their sum over sequences. */
  private void biasGradient(Nd4jCalls calls, AttentionOptions options, INDArray scores) {
    long sequences = options.biasPerSequence(shape) ? 1 : shape.batch();
    long size = scores.length() / sequences;
    INDArray sum = Nd4jCalls.scratch(1, size);
    INDArray target =
        Nd4jTensor.of(options.bias().gradient())
            .strided(0, new long[] {1, size}, new long[] {size, 1});
    calls.product(
        Nd4jCalls.filled(1, 1, sequences), false, scores.reshape('c', sequences, size), false, sum);
    if (options.biasGradient() == Gradient.ADD) {
      calls.add(target, sum, target);
    } else {
      calls.copy(sum, target);
    }
  }

  private INDArray mask() {
    INDArray mask = Nd4jCalls.scratch(1, shape.queries(), shape.keys());
    for (int query = 0; query < shape.queries(); query++) {
      for (int key = 0; key < shape.keys(); key++) {
        boolean seen =
            key >= shape.mask().firstKey(query) && key < shape.mask().endKey(query, shape.keys());
        mask.putScalar(0, query, key, seen ? 0 : HIDDEN);
      }
    }
    return mask;
  }

  /** Row n hides all keys from n on. */
  private INDArray paddings() {
    float[][] rows = new float[shape.keys() + 1][shape.keys()];
    for (int length = 0; length < rows.length; length++) {
      Arrays.fill(rows[length], length, shape.keys(), HIDDEN);
    }
    return Nd4j.createFromArray(rows);
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
    return Nd4j.create(
        split.data(),
        new long[] {shape.batch(), shape.keyValueHeads(), dense.size(1), dense.size(2)},
        new long[] {shape.heads() * matrix, shape.group() * matrix, dense.size(2), 1},
        member * matrix,
        'c');
  }

  private void gather(Nd4jCalls calls, Tensor source, int positions, int heads, INDArray dense) {
    for (int member = 0; member < shape.group(); member++) {
      calls.copy(heads(source, positions, heads, member), denseHeads(dense, member));
    }
  }

  private void scatter(Nd4jCalls calls, INDArray dense, Tensor target) {
    for (int member = 0; member < shape.group(); member++) {
      calls.copy(denseHeads(dense, member), heads(target, shape.queries(), shape.heads(), member));
    }
  }

  /** target ← the sum over each group's members. */
  private void sumGroups(Nd4jCalls calls, INDArray dense, Tensor target) {
    INDArray sum = denseHeads(dense, 0);
    for (int member = 1; member < shape.group(); member++) {
      calls.add(sum, denseHeads(dense, member), sum);
    }
    calls.copy(sum, heads(target, shape.keys(), shape.keyValueHeads(), 0));
  }
}
