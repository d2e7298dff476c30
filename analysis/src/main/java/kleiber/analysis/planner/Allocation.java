package kleiber.analysis.planner;

import kleiber.analysis.law.Law;

/**
 * The compute-optimal split of a budget: N* and D* minimise L(N, D) with C = 6ND (Kaplan et al.,
 * section 2.1).
 *
 * @param n parameters N*
 * @param d training tokens D*
 * @param loss there, in nats
 * @param interior whether the minimum lies inside N from 10³ to C/6·10⁻³
 */
public record Allocation(double n, double d, double loss, boolean interior) {
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  /** The split of {@code flops} under a law of N and D with internal parameters {@code p}. */
  public static Allocation optimal(Law law, double[] p, double[] centres, double flops) {
    double products = Math.log(flops / 6);
    double low = Math.log(1e3);
    double high = products - low;
    double from = low;
    double to = high;
    double left = to - GOLDEN * (to - from);
    double right = from + GOLDEN * (to - from);
    double atLeft = loss(law, p, centres, left, products);
    double atRight = loss(law, p, centres, right, products);
    while (to - from > 1e-9) {
      if (atLeft < atRight) {
        to = right;
        right = left;
        atRight = atLeft;
        left = to - GOLDEN * (to - from);
        atLeft = loss(law, p, centres, left, products);
      } else {
        from = left;
        left = right;
        atLeft = atRight;
        right = from + GOLDEN * (to - from);
        atRight = loss(law, p, centres, right, products);
      }
    }
    double logN = (from + to) / 2;
    boolean interior = logN - low > 1e-3 && high - logN > 1e-3;
    return new Allocation(
        Math.exp(logN), Math.exp(products - logN), loss(law, p, centres, logN, products), interior);
  }

  /** d ln N* / d ln C at {@code flops}: a of Hoffmann et al.; that of D* is 1 − a. */
  public static double exponent(Law law, double[] p, double[] centres, double flops) {
    double step = 2;
    double above = optimal(law, p, centres, flops * step).n;
    double below = optimal(law, p, centres, flops / step).n;
    return Math.log(above / below) / (2 * Math.log(step));
  }

  private static double loss(Law law, double[] p, double[] centres, double logN, double products) {
    return law.loss(p, centres, Math.exp(logN), Math.exp(products - logN));
  }
}
