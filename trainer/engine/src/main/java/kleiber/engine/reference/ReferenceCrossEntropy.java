package kleiber.engine.reference;

import static kleiber.engine.reference.ReferenceTensor.of;

import kleiber.engine.kernels.CrossEntropy;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;

/** Cross-entropy row by row. */
final class ReferenceCrossEntropy implements CrossEntropy {
  private final Variable logits;
  private final Tensor targets;
  private final double zLoss;
  private final double[] losses;
  private double penalty;
  private double targetCount;

  ReferenceCrossEntropy(Variable logits, Tensor targets, double zLoss) {
    this.logits = logits;
    this.targets = targets;
    this.zLoss = zLoss;
    this.losses = new double[logits.value().rows()];
    this.targetCount = losses.length;
  }

  @Override
  public void targetCount(long count) {
    targetCount = Math.max(1, count);
  }

  @Override
  public void forward() {
    penalty = 0;
    for (int row = 0; row < losses.length; row++) {
      int target = (int) of(targets).at(row);
      double lse = logSumExp(row);
      losses[row] = target < 0 ? 0 : lse - of(logits.value()).get(row, target);
      penalty += target < 0 ? 0 : zLoss * lse * lse;
    }
  }

  @Override
  public void backward() {
    for (int row = 0; row < losses.length; row++) {
      int target = (int) of(targets).at(row);
      double lse = logSumExp(row);
      for (int i = 0; i < logits.value().columns(); i++) {
        double p = Math.exp(of(logits.value()).get(row, i) - lse);
        double gradient = p * (1 + 2 * zLoss * lse) - (i == target ? 1 : 0);
        of(logits.gradient()).set(row, i, target < 0 ? 0 : gradient / targetCount);
      }
    }
  }

  private double logSumExp(int row) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < logits.value().columns(); i++) {
      max = Math.max(max, of(logits.value()).get(row, i));
    }
    double sum = 0;
    for (int i = 0; i < logits.value().columns(); i++) {
      sum += Math.exp(of(logits.value()).get(row, i) - max);
    }
    return max + Math.log(sum);
  }

  @Override
  public double lossSum() {
    double sum = penalty;
    for (double loss : losses) {
      sum += loss;
    }
    return sum;
  }

  @Override
  public void readLosses(float[] target) {
    for (int row = 0; row < losses.length; row++) {
      target[row] = (float) losses[row];
    }
  }
}
