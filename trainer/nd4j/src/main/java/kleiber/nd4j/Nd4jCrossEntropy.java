package kleiber.nd4j;

import kleiber.engine.kernels.CrossEntropy;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.same.Square;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log;

/**
 * Cross-entropy with the log-sum-exp by hand: ND4J's fused losses are infinite for gaps above 88
 * nats. An ignored target has a one-hot row of zeros, whose sum is the row's mask.
 */
final class Nd4jCrossEntropy implements CrossEntropy {
  private final int rows;
  private final INDArray losses;

  /** The z-loss of each row, or null. */
  private final INDArray penalty;

  private final INDArray probabilities;
  private final INDArray oneHot;
  private final INDArray weights;
  private final INDArray gradient;
  private final Nd4jCalls forward = new Nd4jCalls();
  private final Nd4jCalls backward = new Nd4jCalls();
  private double gradientScale;

  Nd4jCrossEntropy(Variable logits, Tensor targets, double zLoss) {
    INDArray z = Nd4jTensor.matrix(logits.value());
    this.rows = logits.value().rows();
    this.probabilities = Nd4jCalls.scratch(z);
    this.oneHot = Nd4jCalls.scratch(z);
    this.losses = Nd4jCalls.scratch(rows, 1);
    this.penalty = zLoss == 0 ? null : Nd4jCalls.scratch(rows, 1);
    this.weights = Nd4jCalls.scratch(rows, 1);
    this.gradient = logits.hasGradient() ? Nd4jTensor.matrix(logits.gradient()) : null;
    INDArray ones = Nd4jCalls.filled(1, z.size(1), 1);
    INDArray maximum = Nd4jCalls.scratch(rows, 1);
    INDArray sum = Nd4jCalls.scratch(rows, 1);
    INDArray logSumExp = Nd4jCalls.scratch(rows, 1);
    INDArray counted = Nd4jCalls.scratch(rows, 1);
    INDArray picked = Nd4jCalls.scratch(z);
    forward
        .rowMax(z, maximum)
        .subtract(z, maximum, probabilities)
        .map(Exp::new, probabilities, probabilities)
        .product(probabilities, false, ones, false, sum)
        .then(() -> probabilities.diviColumnVector(sum))
        .map(Log::new, sum, logSumExp)
        .add(logSumExp, maximum, logSumExp)
        .oneHot(Nd4jTensor.vector(targets), oneHot)
        .product(oneHot, false, ones, false, counted)
        .multiply(oneHot, z, picked)
        .product(picked, false, ones, false, losses)
        .subtract(logSumExp, losses, losses)
        .multiply(losses, counted, losses);
    if (penalty != null) {
      forward
          .map(Square::new, logSumExp, penalty)
          .scale(penalty, zLoss, penalty)
          .multiply(penalty, counted, penalty);
    }
    if (gradient != null) {
      backward
          .scale(logSumExp, 2 * zLoss, weights)
          .shift(weights, 1, weights)
          .multiply(weights, counted, weights)
          .multiply(probabilities, weights, gradient)
          .subtract(gradient, oneHot, gradient)
          .then(() -> gradient.muli(gradientScale));
    }
    targetCount(rows);
  }

  @Override
  public void targetCount(long count) {
    gradientScale = 1.0 / Math.max(1, count);
  }

  @Override
  public void forward() {
    forward.run();
  }

  @Override
  public void backward() {
    backward.run();
  }

  @Override
  public double lossSum() {
    return sum(losses) + (penalty == null ? 0 : sum(penalty));
  }

  private static double sum(INDArray rows) {
    double sum = 0;
    for (float row : rows.data().asFloat()) {
      sum += row;
    }
    return sum;
  }

  @Override
  public void readLosses(float[] target) {
    System.arraycopy(losses.data().asFloat(), 0, target, 0, rows);
  }
}
