package kleiber.analysis.fit;

import java.util.Arrays;
import java.util.Optional;
import kleiber.analysis.law.Law;
import kleiber.analysis.law.Samples;

/**
 * The objective of a fit: Σ ρ(r_i) with its gradient, and the reweighted normal matrix that
 * preconditions the descent. Not safe for use by two threads.
 */
final class Problem implements FitObjective {
  private final Law law;
  private final Samples samples;
  private final Penalty penalty;
  private final Optional<Belief> belief;
  private final double[] row;

  /** What residuals in nats are measured in: the typical loss, so that no unit is finer. */
  private final double scale;

  /** Binds a fit. */
  Problem(Law law, Samples samples, Penalty penalty, Optional<Belief> belief) {
    this.belief = belief;
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
    if (belief.isPresent()) {
      sum = belief.get().evaluate(p, gradient);
    }
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

  /**
   * Σ ρ'(r_i) r_i over the runs that are more than the parameters: the variance of residuals where
   * they are squared, and what takes its place elsewhere.
   */
  double dispersion(double[] p) {
    double sum = 0;
    for (int i = 0; i < samples.size(); i++) {
      double r = residual(p, i);
      sum += scale * penalty.slope(r) * r;
    }
    return sum / Math.max(1, samples.size() - row.length);
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
    belief.ifPresent(each -> each.curve(p, matrix));
    return matrix;
  }
}
