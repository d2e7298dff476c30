package kleiber.analysis.fit;

import java.util.Arrays;
import kleiber.analysis.law.Law;
import kleiber.analysis.law.Samples;

/**
 * The objective of a fit: Σ ρ(r_i) with its gradient, and the reweighted normal matrix that
 * preconditions the descent. Not safe for use by two threads.
 */
final class Problem implements Objective {
  private final Law law;
  private final Samples samples;
  private final Penalty penalty;
  private final double[] row;

  /** What residuals in nats are measured in: the typical loss, so that no unit is finer. */
  private final double scale;

  /** Binds a fit. */
  Problem(Law law, Samples samples, Penalty penalty) {
    this.law = law;
    this.samples = samples;
    this.penalty = penalty;
    this.row = new double[law.size()];
    this.scale =
        penalty.inNats() ? Math.exp(Arrays.stream(samples.logLosses()).average().orElse(0)) : 1;
  }

  @Override
  public int size() {
    return row.length;
  }

  /** The objective alone. */
  double value(double[] p) {
    return evaluate(p, new double[row.length]);
  }

  @Override
  public double evaluate(double[] p, double[] gradient) {
    Arrays.fill(gradient, 0);
    double sum = 0;
    for (int i = 0; i < samples.size(); i++) {
      double r = residual(p, i);
      sum += scale * penalty.value(r);
      double slope = scale * penalty.slope(r);
      for (int j = 0; j < row.length; j++) {
        gradient[j] += slope * row[j];
      }
    }
    return sum;
  }

  /** The residual of a point, in {@code scale}; {@code row} is set to its gradient. */
  private double residual(double[] p, int i) {
    double logLoss = law.logLoss(p, samples.logs()[i], row);
    if (!penalty.inNats()) {
      return logLoss - samples.logLosses()[i];
    }
    double loss = Math.exp(logLoss) / scale;
    for (int j = 0; j < row.length; j++) {
      row[j] *= loss;
    }
    return loss - Math.exp(samples.logLosses()[i]) / scale;
  }

  @Override
  public double[][] normalMatrix(double[] p) {
    double[][] matrix = new double[row.length][row.length];
    for (int i = 0; i < samples.size(); i++) {
      double r = residual(p, i);
      double size = Math.max(Math.abs(r), 1e-12);
      double weight = scale * Math.abs(penalty.slope(r == 0 ? size : r)) / size;
      for (int j = 0; j < row.length; j++) {
        for (int k = 0; k < row.length; k++) {
          matrix[j][k] += weight * row[j] * row[k];
        }
      }
    }
    return matrix;
  }
}
