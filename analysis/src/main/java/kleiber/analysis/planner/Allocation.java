package kleiber.analysis.planner;

import java.util.function.DoubleUnaryOperator;
import kleiber.analysis.law.Surface;
import kleiber.analysis.observations.FlopCount;

/**
 * The split of a budget with the lowest loss: N* and D* minimise L(N, D) at C FLOPs (Kaplan et al.,
 * section 2.1).
 *
 * @param n parameters N*
 * @param d training tokens D*
 * @param loss there, in nats
 * @param interior whether the minimum lies inside the search, which leaves N and D at least 10³
 */
public record Allocation(double n, double d, double loss, boolean interior) {
  private static final double LEAST = 1e3;

  /** The split of {@code flops} under a law's surface. */
  public static Allocation optimal(Surface surface, double flops, FlopCount count) {
    double low = Math.log(LEAST);
    double high = Math.log(count.size(flops, LEAST));
    double logN =
        lowest(x -> surface.loss(Math.exp(x), count.tokens(flops, Math.exp(x))), low, high);
    double n = Math.exp(logN);
    double d = count.tokens(flops, n);
    boolean interior = logN - low > 1e-3 && high - logN > 1e-3;
    return new Allocation(n, d, surface.loss(n, d), interior);
  }

  /** d ln N* / d ln C at {@code flops}: a of Hoffmann et al. */
  public static double exponent(Surface surface, double flops, FlopCount count) {
    double step = 2;
    double above = optimal(surface, flops * step, count).n;
    double below = optimal(surface, flops / step, count).n;
    return Math.log(above / below) / (2 * Math.log(step));
  }

  /** Where a function with one valley is lowest, by golden section to 1e-9. */
  static double lowest(DoubleUnaryOperator function, double low, double high) {
    double golden = (Math.sqrt(5) - 1) / 2;
    double from = low;
    double to = high;
    double left = to - golden * (to - from);
    double right = from + golden * (to - from);
    double atLeft = function.applyAsDouble(left);
    double atRight = function.applyAsDouble(right);
    while (to - from > 1e-9) {
      if (atLeft < atRight) {
        to = right;
        right = left;
        atRight = atLeft;
        left = to - golden * (to - from);
        atLeft = function.applyAsDouble(left);
      } else {
        from = left;
        left = right;
        atLeft = atRight;
        right = from + golden * (to - from);
        atRight = function.applyAsDouble(right);
      }
    }
    return (from + to) / 2;
  }
}
