package kleiber.analysis.isoflop;

import java.util.List;
import org.hipparchus.stat.regression.SimpleRegression;

/** y = k·C^a, a straight line on log axes. For N* it gives D* = C/(6N*), with exponent 1 − a. */
public record PowerLine(double k, double a) {
  /** The line through points (C, y) by least squares on logarithms; null from fewer than two. */
  public static PowerLine through(List<double[]> points) {
    if (points.size() < 2) {
      return null;
    }
    SimpleRegression regression = new SimpleRegression();
    points.forEach(p -> regression.addData(Math.log(p[0]), Math.log(p[1])));
    return new PowerLine(Math.exp(regression.getIntercept()), regression.getSlope());
  }
}
