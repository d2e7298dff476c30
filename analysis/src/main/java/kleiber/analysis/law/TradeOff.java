package kleiber.analysis.law;

/**
 * The loss of a law that grows with A/N^α + B/D^β and with nothing else, so that what size lacks
 * and what data lack are weighed against each other alone. The best split of a budget and what a
 * smaller model needs then follow in closed form, in whatever units N and D come.
 *
 * @param surface the loss itself
 * @param logA ln A
 * @param alpha α; where it is not positive, loss does not fall with N
 * @param logB ln B
 * @param beta β; where it is not positive, loss does not fall with D
 */
public record TradeOff(Surface surface, double logA, double alpha, double logB, double beta)
    implements Surface {
  /**
   * That of laws whose fitted parameters are a floor, ln A, α, ln B and β, in this order, the
   * coefficients at the {@code centres} of ln N and ln D.
   */
  static TradeOff of(Surface surface, double[] p, double[] centres) {
    return new TradeOff(surface, p[1] + p[2] * centres[0], p[2], p[3] + p[4] * centres[1], p[4]);
  }

  @Override
  public double loss(double n, double d) {
    return surface.loss(n, d);
  }

  /** Whether loss falls with N and with D, so that every budget has one best split. */
  public boolean hasOptimum() {
    return alpha > 0 && beta > 0;
  }

  /**
   * The best size of a budget, where D is {@code reach} / N^{@code power} along it: least A/N^α +
   * B/D^β.
   *
   * @param logReach ln of the tokens that the budget buys for one parameter
   * @return ln N*; NaN without an optimum
   */
  public double logBestSize(double logReach, double power) {
    return hasOptimum()
        ? (Math.log(alpha / (power * beta)) + logA - logB + beta * logReach)
            / (alpha + power * beta)
        : Double.NaN;
  }

  /** How ln N* grows with the logarithm of the budget: a of N* ∝ C^a; NaN without an optimum. */
  public double sizeExponent(double power) {
    return hasOptimum() ? beta / (alpha + power * beta) : Double.NaN;
  }

  /** The size for which {@code tokens} are the best number where compute is 6ND. */
  public double sizeFor(double tokens) {
    return Math.exp((Math.log(alpha / beta) + logA - logB + beta * Math.log(tokens)) / alpha);
  }

  /**
   * The tokens at which size {@code n} has the loss of {@code likeN} with {@code likeD}; NaN where
   * no number of tokens is enough.
   */
  public double tokensFor(double n, double likeN, double likeD) {
    double left = shortage(likeN, likeD) - Math.exp(logA - alpha * Math.log(n));
    return left > 0 ? Math.exp((logB - Math.log(left)) / beta) : Double.NaN;
  }

  /** The size that would need endless tokens for the loss of {@code likeN} with {@code likeD}. */
  public double leastSize(double likeN, double likeD) {
    return Math.exp((logA - Math.log(shortage(likeN, likeD))) / alpha);
  }

  private double shortage(double n, double d) {
    return Math.exp(logA - alpha * Math.log(n)) + Math.exp(logB - beta * Math.log(d));
  }
}
