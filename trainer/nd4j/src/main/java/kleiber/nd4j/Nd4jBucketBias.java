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
    INDArray rows = Calls.scratch(pairs, heads);
    Calls forward =
        new Calls()
            .gather(Nd4jTensor.matrix(table.value()), indices, rows)
            .copy(rows.transpose(), byHead(y.value(), heads, pairs));
    Calls backward = new Calls();
    if (table.hasGradient()) {
      INDArray gradient = Nd4jTensor.matrix(table.gradient());
      INDArray oneHot = Calls.scratch(pairs, gradient.size(0));
      INDArray share = Calls.scratch(heads, gradient.size(0));
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
