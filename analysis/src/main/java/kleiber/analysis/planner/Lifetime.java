package kleiber.analysis.planner;

import kleiber.analysis.law.Allocation;
import kleiber.analysis.law.FlopCount;
import kleiber.analysis.law.TradeOff;

/**
 * The cheapest model of the optimum's loss when inference is paid for too, at 2N FLOPs per token
 * (Sardana et al., arXiv:2401.00448, equation 3).
 *
 * @param inferenceTokens tokens that it will read and write in its life
 * @param n parameters
 * @param d training tokens
 * @param trainingFlops for these
 * @param inferenceFlops for its life
 * @param saving of total FLOPs against the compute-optimal model of the same loss, 0.2 for 20 %
 */
public record Lifetime(
    double inferenceTokens,
    double n,
    double d,
    double trainingFlops,
    double inferenceFlops,
    double saving) {
  private static final double FLOPS = 2;

  /** Between the least size that can reach the loss, with endless tokens, and N*. */
  static Lifetime of(Allocation best, TradeOff law, FlopCount count, double tokens) {
    double n =
        Math.exp(
            Lowest.of(
                x -> total(Math.exp(x), best, law, count, tokens),
                Math.log(law.leastSize(best.n(), best.d())),
                Math.log(best.n())));
    double d = law.tokensFor(n, best.n(), best.d());
    double training = count.flops(n, d);
    double inference = FLOPS * n * tokens;
    double without = count.flops(best.n(), best.d()) + FLOPS * best.n() * tokens;
    return new Lifetime(tokens, n, d, training, inference, 1 - (training + inference) / without);
  }

  private static double total(
      double n, Allocation best, TradeOff law, FlopCount count, double tokens) {
    double d = law.tokensFor(n, best.n(), best.d());
    return Double.isNaN(d) ? Double.POSITIVE_INFINITY : count.flops(n, d) + FLOPS * n * tokens;
  }
}
