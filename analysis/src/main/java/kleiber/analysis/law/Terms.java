package kleiber.analysis.law;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.linear.RealVector;

/** Sums of terms exp(u), the shape that most laws have. */
final class Terms {
  private Terms() {}

  /**
   * ln Σ exp(u_k), without overflow.
   *
   * @param shares set to each term's part of the sum: the derivatives by u_k
   */
  static double logSum(double[] u, double[] shares) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double value : u) {
      largest = Math.max(largest, value);
    }
    double sum = 0;
    for (int k = 0; k < u.length; k++) {
      shares[k] = Math.exp(u[k] - largest);
      sum += shares[k];
    }
    for (int k = 0; k < u.length; k++) {
      shares[k] /= sum;
    }
    return largest + Math.log(sum);
  }

  /**
   * Coefficients of a floor and of power terms with the given exponents, by least squares on
   * relative residuals: what is left of a law when its exponents are held (variable projection).
   *
   * @param columns for each power term the input it belongs to
   * @param power the sum is of the loss to this power
   * @return logarithms: of the floor where {@code floor}, then of each term's coefficient; a
   *     coefficient that comes out negative is set to a hundredth of the smallest loss
   */
  static double[] logCoefficients(
      Samples samples, boolean floor, int[] columns, double[] exponents, double power) {
    int offset = floor ? 1 : 0;
    double[][] basis = new double[samples.size()][offset + columns.length];
    double smallest = Double.POSITIVE_INFINITY;
    double[] targets = new double[samples.size()];
    for (int i = 0; i < basis.length; i++) {
      double target = Math.exp(samples.logLosses()[i] * power);
      smallest = Math.min(smallest, target);
      targets[i] = 1;
      if (floor) {
        basis[i][0] = 1 / target;
      }
      for (int k = 0; k < columns.length; k++) {
        basis[i][offset + k] = Math.exp(-exponents[k] * samples.logs()[i][columns[k]]) / target;
      }
    }
    RealVector solution;
    try {
      solution =
          new QRDecomposition(new Array2DRowRealMatrix(basis, false))
              .getSolver()
              .solve(new ArrayRealVector(targets, false));
    } catch (org.hipparchus.exception.MathIllegalArgumentException singular) {
      solution = new ArrayRealVector(offset + columns.length, smallest / (offset + columns.length));
    }
    double[] logs = new double[solution.getDimension()];
    for (int k = 0; k < logs.length; k++) {
      logs[k] = Math.log(Math.max(solution.getEntry(k), 0.01 * smallest));
    }
    return logs;
  }
}
