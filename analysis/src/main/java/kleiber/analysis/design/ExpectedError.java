package kleiber.analysis.design;

import java.util.List;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;

/**
 * How far off a prediction is to be expected before anything is trained, from the law's gradients
 * at the runs alone (the delta method; Atkinson and Donev, Optimum Experimental Designs, chapter
 * 9). Two parts: the noise of the runs, which the fit passes on, and a bend that the law lacks,
 * which the fit takes for something else and continues.
 */
public final class ExpectedError {
  /** Of a standard normal: 90 % lie within. */
  private static final double Z = 1.645;

  /** Directions that the runs say less of than this, as a part of the best known, are left out. */
  private static final double UNKNOWN = 1e-12;

  private final AssumedLaw assumed;
  private final RealMatrix gradients;
  private final RealMatrix covariance;
  private final RealVector bent;
  private final double middle;

  /**
   * The error to expect after these runs.
   *
   * @param runs N and D of each
   */
  public ExpectedError(AssumedLaw assumed, List<double[]> runs) {
    this.assumed = assumed;
    int size = assumed.law().size();
    gradients = new Array2DRowRealMatrix(runs.size(), size);
    middle = runs.stream().mapToDouble(ExpectedError::logFlops).average().orElseThrow();
    bent = new ArrayRealVector(runs.size());
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < runs.size(); i++) {
      double[] gradient = new double[size];
      least = Math.min(least, assumed.logLoss(runs.get(i), gradient));
      gradients.setRow(i, gradient);
      bent.setEntry(i, curve(runs.get(i)));
    }
    double noise = assumed.residual() * assumed.residual();
    RealMatrix information = gradients.transposeMultiply(gradients).scalarMultiply(1 / noise);
    believe(information, Math.exp(least));
    covariance = inverse(information);
  }

  /**
   * Half the width of the 90 % interval on one further run, as a fraction of its loss.
   *
   * @param run its N and D
   */
  public double halfWidth(double[] run) {
    double[] slope = new double[assumed.law().size()];
    assumed.logLoss(run, slope);
    RealVector gradient = new ArrayRealVector(slope);
    RealVector weight = covariance.operate(gradient);
    double noise = assumed.residual() * assumed.residual();
    double law = gradient.dotProduct(weight);
    double followed = gradients.operate(weight).dotProduct(bent) / noise;
    double bias = assumed.bend() * (followed - curve(run));
    return Z * Math.sqrt(law + noise + bias * bias);
  }

  /** What is known of the floor, as one more run: E over the lowest loss. */
  private void believe(RealMatrix information, double least) {
    assumed
        .floor()
        .ifPresent(
            belief -> {
              double ratio = Math.exp(assumed.p()[0]) / least;
              double known = ratio / belief.spread();
              information.addToEntry(0, 0, known * known);
            });
  }

  private double curve(double[] run) {
    double away = logFlops(run) - middle;
    return away * away / 2;
  }

  private static double logFlops(double[] run) {
    return Math.log(run[0]) + Math.log(run[1]);
  }

  private static RealMatrix inverse(RealMatrix matrix) {
    EigenDecompositionSymmetric eigen = new EigenDecompositionSymmetric(matrix);
    double[] values = eigen.getEigenvalues();
    RealMatrix inverse = new Array2DRowRealMatrix(values.length, values.length);
    for (int i = 0; i < values.length; i++) {
      RealVector v = eigen.getEigenvector(i);
      double known = Math.max(values[i], UNKNOWN * values[0]);
      inverse = inverse.add(v.outerProduct(v).scalarMultiply(1 / known));
    }
    return inverse;
  }
}
