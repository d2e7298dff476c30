package kleiber.analysis.law;

/**
 * The split of a budget with the lowest loss: N* and D* minimise L(N, D) at C FLOPs (Kaplan et al.,
 * section 2.1).
 *
 * @param n parameters N*; NaN where the law has no optimum
 * @param d training tokens D*
 * @param loss there, in nats
 */
public record Allocation(double n, double d, double loss) {

  /** The split of {@code flops} under a law, in closed form. */
  public static Allocation optimal(TradeOff law, double flops, FlopCount count) {
    double logReach = Math.log(flops / count.factor());
    double n = Math.exp(law.logBestSize(logReach, 1 + count.excess()));
    double d = count.tokens(flops, n);
    return new Allocation(n, d, law.loss(n, d));
  }

  /** d ln N* / d ln C: a of Hoffmann et al.; NaN where the law has no optimum. */
  public static double exponent(TradeOff law, FlopCount count) {
    return law.sizeExponent(1 + count.excess());
  }

  /** Whether there is an optimum, and no law so flat that its numbers overflow. */
  public boolean exists() {
    return n > 0 && d > 0 && Double.isFinite(n) && Double.isFinite(d);
  }
}
