package kleiber.analysis.isoflop;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import kleiber.core.foreign.MayBeMissing;
import org.hipparchus.analysis.interpolation.AkimaSplineInterpolator;
import org.hipparchus.analysis.polynomials.PolynomialFunction;
import org.hipparchus.analysis.polynomials.PolynomialSplineFunction;
import org.hipparchus.fitting.PolynomialCurveFitter;
import org.hipparchus.fitting.WeightedObservedPoint;

/**
 * The lowest loss along the logarithm of one quantity, found twice: as the vertex of a parabola
 * through all points (Hoffmann et al., arXiv:2203.15556, approach 2) and as the minimum of an Akima
 * spline (Porian et al., arXiv:2406.19146).
 *
 * @param parabola the vertex; NaN where the parabola opens downwards or its vertex lies outside the
 *     data, where nothing was tried
 * @param akima the spline's minimum; NaN where it lies on an end of the data or there are fewer
 *     than five points
 * @param parabolaLoss the loss at the vertex; NaN without one
 * @param coefficients of the parabola in ln x, constant first
 * @param fault why the parabola has no optimum, or null
 */
public record Valley(
    double parabola,
    double akima,
    double parabolaLoss,
    double[] coefficients,
    @MayBeMissing String fault) {
  private static final int AKIMA_POINTS = 5;

  /** The valley through at least three different {@code x}. */
  public static Valley of(double[] x, double[] losses) {
    double centre = Arrays.stream(x).map(Math::log).average().orElseThrow();
    double[] logs = Arrays.stream(x).map(v -> Math.log(v) - centre).toArray();
    double[] c =
        PolynomialCurveFitter.create(2)
            .fit(
                IntStream.range(0, x.length)
                    .mapToObj(i -> new WeightedObservedPoint(1, logs[i], losses[i]))
                    .toList());
    double vertex = -c[1] / (2 * c[2]);
    double low = Arrays.stream(logs).min().orElseThrow();
    double high = Arrays.stream(logs).max().orElseThrow();
    String fault = null;
    if (!(c[2] > 0)) {
      fault = "concave: its parabola opens downwards, so it has no lowest loss";
    } else if (vertex < low || vertex > high) {
      fault = "optimum outside the sampled range: widen it";
    }
    if (fault != null) {
      vertex = Double.NaN;
    }
    double[] uncentred = {
      c[0] - c[1] * centre + c[2] * centre * centre, c[1] - 2 * c[2] * centre, c[2]
    };
    return new Valley(
        Math.exp(vertex + centre),
        Math.exp(spline(logs, losses) + centre),
        new PolynomialFunction(c).value(vertex),
        uncentred,
        fault);
  }

  /** The parabola at {@code x}. */
  public double lossAt(double x) {
    return new PolynomialFunction(coefficients).value(Math.log(x));
  }

  private static double spline(double[] logs, double[] losses) {
    int[] order =
        IntStream.range(0, logs.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> logs[i]))
            .mapToInt(i -> i)
            .toArray();
    double[] x = new double[order.length];
    double[] y = new double[order.length];
    int distinct = 0;
    for (int i : order) {
      if (distinct > 0 && logs[i] - x[distinct - 1] < 1e-9) {
        y[distinct - 1] = Math.min(y[distinct - 1], losses[i]);
      } else {
        x[distinct] = logs[i];
        y[distinct++] = losses[i];
      }
    }
    if (distinct < AKIMA_POINTS) {
      return Double.NaN;
    }
    PolynomialSplineFunction spline =
        new AkimaSplineInterpolator()
            .interpolate(Arrays.copyOf(x, distinct), Arrays.copyOf(y, distinct));
    double best = x[0];
    for (int k = 0; k <= 4000; k++) {
      double at = Math.min(x[distinct - 1], x[0] + (x[distinct - 1] - x[0]) * k / 4000);
      if (spline.value(at) < spline.value(best)) {
        best = at;
      }
    }
    boolean inside = best > x[0] && best < x[distinct - 1];
    return inside ? best : Double.NaN;
  }
}
