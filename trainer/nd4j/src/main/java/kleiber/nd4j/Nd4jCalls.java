package kleiber.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarAdd;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMax;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMultiplication;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A fixed list of ND4J operations over fixed arrays: what a kernel's forward or backward pass is
 * here. Operations broadcast where a dimension is 1.
 */
final class Nd4jCalls implements Runnable {
  private final List<Runnable> list = new ArrayList<>();

  @Override
  public void run() {
    for (int i = 0; i < list.size(); i++) {
      list.get(i).run();
    }
  }

  /** New memory for intermediate results of the shape of {@code like}. */
  static INDArray scratch(INDArray like) {
    return scratch(like.shape());
  }

  static INDArray scratch(long... shape) {
    return Nd4j.zeros(DataType.FLOAT, shape);
  }

  static INDArray filled(double value, long... shape) {
    return scratch(shape).assign(value);
  }

  Nd4jCalls then(Runnable call) {
    list.add(call);
    return this;
  }

  /** The context is filled once: that is two thirds of what a call costs. */
  private Nd4jCalls op(CustomOp op) {
    OpExecutioner executioner = Nd4j.getExecutioner();
    OpContext context = executioner.buildContext();
    context.setInputArrays(op.inputArguments());
    context.setOutputArrays(op.outputArguments());
    context.setIArguments(op.iArgs());
    context.setTArguments(op.tArgs());
    return then(() -> executioner.exec(op, context));
  }

  private Nd4jCalls op(Op op) {
    return then(() -> Nd4j.getExecutioner().exec(op));
  }

  private Nd4jCalls pair(String name, INDArray a, INDArray b, INDArray z) {
    return op(DynamicCustomOp.builder(name).addInputs(a, b).addOutputs(z).build());
  }

  Nd4jCalls add(INDArray a, INDArray b, INDArray z) {
    return pair("add", a, b, z);
  }

  Nd4jCalls subtract(INDArray a, INDArray b, INDArray z) {
    return pair("subtract", a, b, z);
  }

  Nd4jCalls multiply(INDArray a, INDArray b, INDArray z) {
    return pair("multiply", a, b, z);
  }

  /** z = x·factor. */
  Nd4jCalls scale(INDArray x, double factor, INDArray z) {
    return op(new ScalarMultiplication(x, null, z, factor));
  }

  /** z = x + term. */
  Nd4jCalls shift(INDArray x, double term, INDArray z) {
    return op(new ScalarAdd(x, null, z, term));
  }

  /** z = max(x, least). */
  Nd4jCalls atLeast(INDArray x, double least, INDArray z) {
    return op(new ScalarMax(x, null, z, least));
  }

  /** z = f(x) for a named elementwise operation without arguments. */
  Nd4jCalls map(java.util.function.BiFunction<INDArray, INDArray, Op> f, INDArray x, INDArray z) {
    return op(f.apply(x, z));
  }

  /** z = a·b, over matrices or batches of matrices. */
  Nd4jCalls product(INDArray a, boolean aTransposed, INDArray b, boolean bTransposed, INDArray z) {
    return product(1, a, aTransposed, b, bTransposed, z, 0);
  }

  /** z = z + a·b, over matrices. */
  Nd4jCalls addProduct(
      INDArray a, boolean aTransposed, INDArray b, boolean bTransposed, INDArray z) {
    return product(1, a, aTransposed, b, bTransposed, z, 1);
  }

  /** z = factor·a·b + keep·z. */
  Nd4jCalls product(
      double factor,
      INDArray a,
      boolean aTransposed,
      INDArray b,
      boolean bTransposed,
      INDArray z,
      double keep) {
    return op(
        DynamicCustomOp.builder("matmul")
            .addInputs(a, b)
            .addOutputs(z)
            .addFloatingPointArguments(factor, keep)
            .addIntegerArguments(aTransposed ? 1 : 0, bTransposed ? 1 : 0, 0)
            .build());
  }

  /** z = softmax(x) over the last dimension; ND4J subtracts the maximum. */
  Nd4jCalls softmax(INDArray x, INDArray z) {
    return op(
        DynamicCustomOp.builder("softmax")
            .addInputs(x)
            .addOutputs(z)
            .addIntegerArguments(x.rank() - 1)
            .build());
  }

  /** z[i] = table[indices[i]]. */
  Nd4jCalls gather(INDArray table, INDArray indices, INDArray z) {
    return op(
        DynamicCustomOp.builder("gather")
            .addInputs(table, indices)
            .addOutputs(z)
            .addIntegerArguments(0)
            .build());
  }

  /** z[i] = row i of the identity, zero where the index is negative. */
  Nd4jCalls oneHot(INDArray indices, INDArray z) {
    return op(
        DynamicCustomOp.builder("onehot")
            .addInputs(indices)
            .addOutputs(z)
            .addIntegerArguments(-1, (int) z.size(1))
            .addFloatingPointArguments(1.0, 0.0)
            .build());
  }

  /** z = maximum of x over its last dimension, kept as 1. */
  Nd4jCalls rowMax(INDArray x, INDArray z) {
    return op(
        DynamicCustomOp.builder("reduce_max")
            .addInputs(x)
            .addOutputs(z)
            .addIntegerArguments(x.rank() - 1)
            .addFloatingPointArguments(1.0)
            .build());
  }

  /** target ← source, which may have other strides. */
  Nd4jCalls copy(INDArray source, INDArray target) {
    return then(() -> target.assign(source));
  }
}
