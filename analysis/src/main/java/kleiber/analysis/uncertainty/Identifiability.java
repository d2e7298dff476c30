package kleiber.analysis.uncertainty;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import kleiber.analysis.fit.Fit;
import kleiber.analysis.law.Law;
import kleiber.analysis.law.Samples;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;

/**
 * Which combinations of parameters the runs determine, from the normal matrix of log residuals in
 * internal parameters, each scaled to one.
 *
 * @param condition largest over smallest eigenvalue; about 10 for a good design, and the runs
 *     hardly tell some combination of parameters from none above 10⁴
 * @param flat each such combination in words
 */
public record Identifiability(double condition, List<String> flat) {
  private static final double FLAT = 1e4;
  private static final double NAMED = 0.25;

  static Identifiability of(Fit fit, Samples samples) {
    Law law = fit.law();
    int size = law.size();
    double[][] normal = new double[size][size];
    double[] row = new double[size];
    for (double[] logs : samples.logs()) {
      law.logLoss(fit.p(), logs, row);
      for (int j = 0; j < size; j++) {
        for (int k = 0; k < size; k++) {
          normal[j][k] += row[j] * row[k];
        }
      }
    }
    double[] scale = new double[size];
    for (int j = 0; j < size; j++) {
      scale[j] = 1 / Math.sqrt(normal[j][j]);
      if (!Double.isFinite(scale[j])) {
        return new Identifiability(
            Double.POSITIVE_INFINITY,
            List.of(law.parameters().get(j) + " does not change the loss of these runs at all"));
      }
    }
    for (int j = 0; j < size; j++) {
      for (int k = 0; k < size; k++) {
        normal[j][k] *= scale[j] * scale[k];
      }
    }
    EigenDecompositionSymmetric eigen =
        new EigenDecompositionSymmetric(new Array2DRowRealMatrix(normal, false));
    double largest = eigen.getEigenvalue(0);
    List<String> flat = new ArrayList<>();
    for (int k = 1; k < size; k++) {
      if (!(eigen.getEigenvalue(k) * FLAT > largest)) {
        flat.add(words(law, eigen.getEigenvector(k).toArray()));
      }
    }
    return new Identifiability(largest / Math.max(eigen.getEigenvalue(size - 1), 0), flat);
  }

  /** The parameters that a direction moves, with the sense in which each goes. */
  private static String words(Law law, double[] direction) {
    double first = 0;
    List<String> parts = new ArrayList<>();
    for (int j = 0; j < direction.length; j++) {
      if (Math.abs(direction[j]) < NAMED) {
        continue;
      }
      first = first == 0 ? direction[j] : first;
      parts.add(law.parameters().get(j) + (direction[j] * first > 0 ? " up" : " down"));
    }
    return parts.stream().collect(Collectors.joining(", "))
        + " together hardly change the loss of these runs";
  }
}
