package kleiber.analysis.fit;

/** A sum of penalties of residuals, as {@link Descent} sees it. */
public interface FitObjective {
  /** The number of parameters. */
  int size();

  /** The objective at {@code p}; its gradient is written. */
  double evaluate(double[] p, double[] gradient);

  /**
   * Σ (ρ'(r_i)/r_i) J_i J_iᵀ: the matrix of iteratively reweighted least squares, an upper bound of
   * the curvature that residuals contribute.
   */
  double[][] normalMatrix(double[] p);
}
