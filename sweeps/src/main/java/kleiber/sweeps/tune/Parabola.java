package kleiber.sweeps.tune;

import java.util.Arrays;

/** The parabola through points, by least squares. */
final class Parabola {
  private static final int LEAST_POINTS = 3;

  private Parabola() {}

  /** Where it is lowest; NaN where there are fewer than three points or it opens downwards. */
  static double vertex(double[] x, double[] y) {
    if (x.length < LEAST_POINTS) {
      return Double.NaN;
    }
    double mean = Arrays.stream(x).average().orElseThrow();
    double[] line = Arrays.stream(x).map(v -> v - mean).toArray();
    double[] ones = Arrays.stream(x).map(v -> 1).toArray();
    // Polynomials that are orthogonal over the points: 1, t, t² − s·t − q.
    double[] square = Arrays.stream(line).map(t -> t * t).toArray();
    double s = dot(square, line) / dot(line, line);
    double q = dot(square, ones) / x.length;
    double[] curve = Arrays.stream(line).map(t -> t * t - s * t - q).toArray();
    double bend = dot(y, curve) / dot(curve, curve);
    double slope = dot(y, line) / dot(line, line) - bend * s;
    return bend > 0 ? mean - slope / (2 * bend) : Double.NaN;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
