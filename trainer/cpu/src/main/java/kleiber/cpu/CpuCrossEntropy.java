package kleiber.cpu;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import kleiber.engine.kernels.CrossEntropy;
import kleiber.engine.tensor.Variable;

/**
 * Cross-entropy: oneDNN's softmax, then one pass over the rows for losses, a block of rows at a
 * time; so probabilities can take the place of the logits, and without a gradient are not kept.
 */
final class CpuCrossEntropy implements CrossEntropy {
  /** Below this a probability has too few bits for logsumexp = z − ln p. */
  private static final float RELIABLE = 1e-6f;

  private final Steps forward = new Steps();
  private final FloatBuffer logits;
  private final IntBuffer targets;
  private final Tile gradient;
  private final double zLoss;
  private final int rows;
  private final int vocabulary;
  private final float[] losses;
  private final double[] logSumExps;
  private double penalty;
  private float gradientScale;

  CpuCrossEntropy(Lane lane, Variable logits, CpuTensor targets, double zLoss) {
    this.rows = logits.value().rows();
    this.vocabulary = logits.value().columns();
    this.logits = CpuTensor.of(logits.value()).floats();
    this.targets = targets.ints();
    this.gradient =
        logits.hasGradient() ? new Tile(CpuTensor.of(logits.gradient()), vocabulary) : null;
    this.zLoss = zLoss;
    this.losses = new float[rows];
    this.logSumExps = new double[rows];
    targetCount(rows);
    DnnlOperand z = DnnlOperand.matrix(logits.value());
    DnnlOperand kept = logits.hasGradient() ? DnnlOperand.matrix(logits.gradient()) : null;
    new RowBlocks(lane, rows, vocabulary).bind(forward, block -> bindForward(lane, block, z, kept));
  }

  private void bindForward(Lane lane, RowBlocks.Block block, DnnlOperand z, DnnlOperand kept) {
    DnnlOperand part = block.read(z, "logits");
    DnnlOperand exact = block.scratch("probabilities");
    FloatBuffer probabilities = exact.floats();
    forward.add(lane.primitives().softmax(part, exact));
    forward.add(() -> losses(block.from(), block.rows(), probabilities));
    if (kept != null) {
      forward.add(lane.primitives().reorder(exact, kept.rows(block.from(), block.rows())));
    }
  }

  @Override
  public void targetCount(long count) {
    gradientScale = 1f / Math.max(1, count);
  }

  @Override
  public void forward() {
    penalty = 0;
    forward.run();
  }

  private void losses(int from, int count, FloatBuffer probabilities) {
    for (int i = 0; i < count; i++) {
      int row = from + i;
      int target = targets.get(row);
      if (target < 0) {
        losses[row] = 0;
        continue;
      }
      double logSumExp = logSumExp(row, target, probabilities, i * vocabulary);
      logSumExps[row] = logSumExp;
      losses[row] = (float) (logSumExp - logits.get(row * vocabulary + target));
      penalty += zLoss * logSumExp * logSumExp;
    }
  }

  /** ln Σ exp(z) from any entry whose probability is exact enough: the target's, or the largest. */
  private double logSumExp(int row, int target, FloatBuffer probabilities, int start) {
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
    return logits.get(row * vocabulary + entry) - Math.log(probability);
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
