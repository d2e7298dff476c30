package kleiber.analysis.compare;

import java.util.List;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;

/**
 * Weighted least squares.
 *
 * @param coefficients those found
 * @param squares the weighted sum of squares that is left
 * @param root a lower triangle whose square is the coefficients' covariance at a variance of 1
 * @param lnDeterminant of that covariance
 */
record StraightLine(double[] coefficients, double squares, double[][] root, double lnDeterminant) {
  /**
   * The coefficients of {@code rows} that come nearest to {@code values}.
   *
   * @param weights one over the variance of each value, but for a factor
   */
  static StraightLine through(List<double[]> rows, List<Double> values, List<Double> weights) {
    int columns = rows.get(0).length;
    RealMatrix normal = new Array2DRowRealMatrix(columns, columns);
    double[] right = new double[columns];
    for (int row = 0; row < rows.size(); row++) {
      double[] x = rows.get(row);
      for (int i = 0; i < columns; i++) {
        for (int j = 0; j < columns; j++) {
          normal.addToEntry(i, j, weights.get(row) * x[i] * x[j]);
        }
        right[i] += weights.get(row) * x[i] * values.get(row);
      }
    }
    RealMatrix covariance = MatrixUtils.inverse(normal);
    double[] found = covariance.operate(right);
    double squares = 0;
    for (int row = 0; row < rows.size(); row++) {
      double off = values.get(row);
      for (int i = 0; i < columns; i++) {
        off -= found[i] * rows.get(row)[i];
      }
      squares += weights.get(row) * off * off;
    }
    RealMatrix even = covariance.add(covariance.transpose()).scalarMultiply(0.5);
    RealMatrix root = new CholeskyDecomposition(even, 1e-9, 0).getL();
    double lnDeterminant = 0;
    for (int i = 0; i < columns; i++) {
      lnDeterminant += 2 * Math.log(root.getEntry(i, i));
    }
    return new StraightLine(found, squares, root.getData(), lnDeterminant);
  }

  /** Coefficients as the values allow them, given the spread of a value of weight 1. */
  double[] drawn(double spread, Randoms random) {
    double[] normals = new double[coefficients.length];
    for (int i = 0; i < normals.length; i++) {
      normals[i] = random.normal();
    }
    double[] drawn = coefficients.clone();
    for (int i = 0; i < drawn.length; i++) {
      for (int j = 0; j <= i; j++) {
        drawn[i] += spread * root[i][j] * normals[j];
      }
    }
    return drawn;
  }
}
