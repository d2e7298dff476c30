package kleiber.sweeps.tune;

import java.util.List;

/**
 * What found cells say of one that has not begun: a plane through their values over ln N and ln D,
 * the nearer ones counting more. It is level as long as nothing speaks against it: with few points
 * slopes are held near zero, as a prior of about {@link #SLOPE} with values that are off by about
 * {@link #ERROR} would do.
 *
 * @param found the cells
 */
public record Trend(List<Found> found) {
  /** How far off a found value may be, in its logarithm. */
  private static final double ERROR = 0.25;

  /** How steep the logarithm of a best value usually is in ln N or ln D (arXiv:2503.04715). */
  private static final double SLOPE = 0.5;

  /** How far away in ln N and ln D a cell is still a neighbour. */
  private static final double NEIGHBOURHOOD = 1.5;

  /**
   * A cell that has been found.
   *
   * @param place ln N and ln D
   * @param value the logarithm of its best value, over that of what was expected
   */
  public record Found(CellPlace place, double value) {}

  /** The value at a place; 0 where no cell has been found. */
  public double at(CellPlace place) {
    double[][] m = new double[3][4];
    for (Found cell : found) {
      double away = cell.place.to(place) / NEIGHBOURHOOD;
      double weight = Math.exp(-away * away / 2);
      double[] x = {1, cell.place.lnN() - place.lnN(), cell.place.lnD() - place.lnD()};
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
          m[i][j] += weight * x[i] * x[j];
        }
        m[i][3] += weight * x[i] * cell.value;
      }
    }
    double prior = ERROR * ERROR / (SLOPE * SLOPE);
    m[0][0] += Double.MIN_NORMAL;
    m[1][1] += prior;
    m[2][2] += prior;
    return first(m);
  }

  /** The first unknown of three equations whose matrix is positive definite. */
  private static double first(double[][] m) {
    for (int i = 2; i > 0; i--) {
      for (int row = 0; row < i; row++) {
        double factor = m[row][i] / m[i][i];
        for (int j = 0; j < 4; j++) {
          m[row][j] -= factor * m[i][j];
        }
      }
    }
    return m[0][0] > 0 ? m[0][3] / m[0][0] : 0;
  }
}
