package kleiber.analysis.law;

/** A law's loss as a function of parameters and tokens, all else held. */
@FunctionalInterface
public interface Surface {
  /** Nats a token at {@code n} parameters and {@code d} training tokens. */
  double loss(double n, double d);

  /**
   * The fewest tokens at which size {@code n} reaches {@code loss}; NaN where it never does.
   *
   * @param from tokens that are known to be too few or just enough
   */
  default double tokensFor(double loss, double n, double from) {
    double low = Math.log(from);
    double high = low + Math.log(1e6);
    if (!(loss(n, Math.exp(high)) <= loss)) {
      return Double.NaN;
    }
    for (int i = 0; i < 100; i++) {
      double middle = (low + high) / 2;
      if (loss(n, Math.exp(middle)) > loss) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Math.exp(high);
  }
}
