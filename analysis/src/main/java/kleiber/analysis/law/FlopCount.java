package kleiber.analysis.law;

import java.util.stream.IntStream;
import org.hipparchus.stat.regression.SimpleRegression;

/**
 * Training FLOPs of a size and a number of tokens as a table counts them: C = factor · N^(1 +
 * excess) · D. With C = 6ND these are 6 and 0. Exact counts of small models differ, since
 * embeddings cost nothing and attention and head much, and an optimum at "C FLOPs" must mean the
 * table's.
 */
public record FlopCount(double factor, double excess) {
  /** C = 6ND. */
  public static final FlopCount SIX_ND = new FlopCount(6, 0);

  /** How far runs may differ in FLOPs a parameter and token, or be off 6: rounding. */
  private static final double SAME = 1e-3;

  /**
   * The count of some runs, by least squares on logarithms; 6ND where N, D or C of one is NaN.
   *
   * @param n parameters of each
   * @param d training tokens of each
   * @param c training FLOPs of each
   */
  public static FlopCount of(double[] n, double[] d, double[] c) {
    SimpleRegression regression = new SimpleRegression();
    double apart = 0;
    double first = n.length == 0 ? 6 : c[0] / (n[0] * d[0]);
    double spread = 0;
    double low = Double.POSITIVE_INFINITY;
    double high = 0;
    for (int i = 0; i < n.length; i++) {
      double perTokenAndParameter = c[i] / (n[i] * d[i]);
      if (Double.isNaN(perTokenAndParameter)) {
        return SIX_ND;
      }
      regression.addData(Math.log(n[i]), Math.log(perTokenAndParameter));
      apart = Math.max(apart, Math.abs(perTokenAndParameter / 6 - 1));
      spread = Math.max(spread, Math.abs(perTokenAndParameter / first - 1));
      low = Math.min(low, n[i]);
      high = Math.max(high, n[i]);
    }
    if (n.length == 0 || apart < SAME) {
      return SIX_ND;
    }
    // With one size, or nearly, there is no telling how the count goes on; with one count, there
    // is.
    double excess = high > 1.5 * low && spread > SAME ? regression.getSlope() : 0;
    double factor =
        IntStream.range(0, n.length)
            .mapToDouble(i -> Math.log(c[i] / (d[i] * Math.pow(n[i], 1 + excess))))
            .average()
            .orElseThrow();
    return new FlopCount(Math.exp(factor), excess);
  }

  /** b of D* ∝ C^b where N* ∝ C^a: what N* leaves of C. */
  public double tokensExponent(double a) {
    return 1 - a * (1 + excess);
  }

  /** C of N and D. */
  public double flops(double n, double d) {
    return factor * Math.pow(n, 1 + excess) * d;
  }

  /** D that {@code flops} buy at size {@code n}. */
  public double tokens(double flops, double n) {
    return flops / (factor * Math.pow(n, 1 + excess));
  }

  /** N that {@code flops} buy with {@code d} tokens. */
  public double size(double flops, double d) {
    return Math.pow(flops / (factor * d), 1 / (1 + excess));
  }
}
