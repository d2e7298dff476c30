package kleiber.analysis.law;

/** A law's loss as a function of parameters and tokens, all else held. */
@FunctionalInterface
public interface Surface {
  /** Nats per token at {@code n} parameters and {@code d} training tokens. */
  double loss(double n, double d);
}
