package kleiber.nd4j;

import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Rows of the table for all pairs of places, transposed; the gradient by one-hot rows. */
final class Nd4jBucketBias {
  private Nd4jBucketBias() {}

  static Op bind(Tensor buckets, Variable table, Variable y) {
    int heads = table.value().columns();
    long pairs = buckets.size();
    INDArray indices = Nd4jTensor.vector(buckets);
    INDArray rows = Nd4jCalls.scratch(pairs, heads);
    Nd4jCalls forward =
        new Nd4jCalls()
            .gather(Nd4jTensor.matrix(table.value()), indices, rows)
            .copy(rows.transpose(), byHead(y.value(), heads, pairs));
    Nd4jCalls backward = new Nd4jCalls();
    if (table.hasGradient()) {
      INDArray gradient = Nd4jTensor.matrix(table.gradient());
      INDArray oneHot = Nd4jCalls.scratch(pairs, gradient.size(0));
      INDArray share = Nd4jCalls.scratch(heads, gradient.size(0));
      backward
          .oneHot(indices, oneHot)
          .product(byHead(y.gradient(), heads, pairs), false, oneHot, false, share)
          .add(gradient, share.transpose(), gradient);
    }
    return Op.of(forward, backward);
  }

  private static INDArray byHead(Tensor y, int heads, long pairs) {
    return Nd4jTensor.of(y).strided(0, new long[] {heads, pairs}, new long[] {pairs, 1});
  }
}
