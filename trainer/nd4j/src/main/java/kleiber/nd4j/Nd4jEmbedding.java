package kleiber.nd4j;

import kleiber.engine.kernels.Op;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Embedding. The gradient is a product with one-hot rows, in chunks that bound their memory: it
 * adds repeated tokens up in a fixed order, where ND4J's own scatter and gather gradients do not.
 */
final class Nd4jEmbedding {
  private static final long ONE_HOT_ELEMENTS = 1 << 22;

  private Nd4jEmbedding() {}

  static Op bind(Tensor tokens, Variable table, Variable positions, Variable y) {
    int rows = Math.toIntExact(tokens.size());
    int length = tokens.columns();
    int width = y.value().columns();
    INDArray indices = Nd4jTensor.vector(tokens);
    INDArray out = Nd4jTensor.matrix(y.value());
    Nd4jCalls forward = new Nd4jCalls().gather(Nd4jTensor.matrix(table.value()), indices, out);
    Nd4jCalls backward = new Nd4jCalls();
    if (table.hasGradient()) {
      tableGradient(backward, tokens, rows, table, y);
    }
    if (positions != null) {
      long[] batched = {rows / length, length, width};
      INDArray summed = of(y.value(), batched);
      forward.add(summed, of(positions.value(), 1, length, width), summed);
      if (positions.hasGradient()) {
        INDArray perSequence = of(y.gradient(), rows / length, (long) length * width);
        Nd4jKernels.columnSums(
            backward, perSequence, of(positions.gradient(), 1, (long) length * width));
      }
    }
    return Op.of(forward, backward);
  }

  private static void tableGradient(
      Nd4jCalls calls, Tensor tokens, int rows, Variable table, Variable y) {
    int vocabulary = table.value().rows();
    int width = table.value().columns();
    INDArray gradient = Nd4jTensor.matrix(table.gradient());
    int chunk = (int) Math.max(1, Math.min(rows, ONE_HOT_ELEMENTS / vocabulary));
    for (int from = 0; from < rows; from += chunk) {
      int count = Math.min(chunk, rows - from);
      INDArray indices = Nd4jTensor.of(tokens).strided(from, new long[] {count}, new long[] {1});
      INDArray oneHot = Nd4jCalls.scratch(count, vocabulary);
      INDArray dy =
          Nd4jTensor.of(y.gradient())
              .strided((long) from * width, new long[] {count, width}, new long[] {width, 1});
      calls.oneHot(indices, oneHot).addProduct(oneHot, true, dy, false, gradient);
    }
  }

  /** The start of a contiguous tensor under other dimensions. */
  private static INDArray of(Tensor tensor, long... dims) {
    long[] strides = new long[dims.length];
    long stride = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= dims[i];
    }
    return Nd4jTensor.of(tensor).strided(0, dims, strides);
  }
}
