package kleiber.trainer.kernels.cpu;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import kleiber.trainer.kernels.CrossEntropy;
import kleiber.trainer.tensor.Tensor;
import kleiber.trainer.tensor.Variable;

/** Cross-entropy: oneDNN's softmax, then one pass over the rows for losses and the gradient. */
final class CpuCrossEntropy implements CrossEntropy {
  /** Below this a probability has too few bits for logsumexp = z − ln p. */
  private static final float RELIABLE = 1e-6f;

  private final Primitive softmax;
  private final FloatBuffer logits;
  private final FloatBuffer probabilities;
  private final IntBuffer targets;
  private final Tile gradient;
  private final double zLoss;
  private final int rows;
  private final int vocabulary;
  private final float[] losses;
  private final double[] logSumExps;
  private double penalty;
  private float gradientScale;

  CpuCrossEntropy(
      CpuBackend backend, Primitives primitives, Variable logits, CpuTensor targets, double zLoss) {
    this.rows = logits.value().rows();
    this.vocabulary = logits.value().columns();
    Tensor output = logits.hasGradient() ? logits.gradient() : backend.allocate(rows, vocabulary);
    this.softmax = primitives.softmax(Operand.matrix(logits.value()), Operand.matrix(output));
    this.logits = CpuTensor.of(logits.value()).floats();
    this.probabilities = CpuTensor.of(output).floats();
    this.targets = targets.ints();
    this.gradient = logits.hasGradient() ? new Tile(CpuTensor.of(output), vocabulary) : null;
    this.zLoss = zLoss;
    this.losses = new float[rows];
    this.logSumExps = new double[rows];
    targetCount(rows);
  }

  @Override
  public void targetCount(long count) {
    gradientScale = 1f / Math.max(1, count);
  }

  @Override
  public void forward() {
    softmax.run();
    penalty = 0;
    for (int row = 0; row < rows; row++) {
      int target = targets.get(row);
      if (target < 0) {
        losses[row] = 0;
        continue;
      }
      double logSumExp = logSumExp(row, target);
      logSumExps[row] = logSumExp;
      losses[row] = (float) (logSumExp - logits.get(row * vocabulary + target));
      penalty += zLoss * logSumExp * logSumExp;
    }
  }

  /** ln Σ exp(z) from any entry whose probability is exact enough: the target's, or the largest. */
  private double logSumExp(int row, int target) {
    int start = row * vocabulary;
    int entry = target;
    float probability = probabilities.get(start + target);
    if (!(probability > RELIABLE)) {
      for (int i = 0; i < vocabulary; i++) {
        float candidate = probabilities.get(start + i);
        if (candidate > probability) {
          probability = candidate;
          entry = i;
        }
      }
    }
    return logits.get(start + entry) - Math.log(probability);
  }

  @Override
  public double lossSum() {
    double sum = penalty;
    for (int row = 0; row < rows; row++) {
      sum += losses[row];
    }
    return sum;
  }

  @Override
  public void readLosses(float[] target) {
    System.arraycopy(losses, 0, target, 0, rows);
  }

  @Override
  public void backward() {
    for (int row = 0; row < rows; row++) {
      int target = targets.get(row);
      int start = row * vocabulary;
      gradient.load(start, vocabulary);
      float factor = target < 0 ? 0 : (float) (gradientScale * (1 + 2 * zLoss * logSumExps[row]));
      scale(gradient.values, factor, vocabulary);
      if (target >= 0) {
        gradient.values[target] -= gradientScale;
      }
      gradient.store(start, vocabulary);
    }
  }

  private static void scale(float[] x, float factor, int count) {
    for (int i = 0; i < count; i++) {
      x[i] *= factor;
    }
  }
}
