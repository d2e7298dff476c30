package kleiber.analysis.planner;

import kleiber.analysis.law.Allocation;
import kleiber.analysis.law.DataConstrained;
import kleiber.analysis.law.FlopCount;
import kleiber.analysis.law.Law;
import kleiber.analysis.law.Surface;
import kleiber.analysis.law.TradeOff;
import kleiber.analysis.prediction.FittedLaw;

/**
 * The best split of a budget when there are only so many different tokens.
 *
 * @param uniqueTokens how many
 * @param repeated the best split when they may be repeated
 * @param epochs passes over them in it
 * @param once the split that sees each token once at most
 * @param repetition where the worth of a repeated token comes from: the fit itself, or published
 *     values beside it
 */
public record Scarce(
    double uniqueTokens, Allocation repeated, double epochs, Allocation once, String repetition) {
  /** Muennighoff et al. (arXiv:2305.16264) for R_D* and R_N*. */
  private static final double[] PUBLISHED = {Math.log(15.387756), Math.log(5.309743)};

  /** For a law of N and D with a floor and two powers, or a data-constrained one. */
  static Scarce of(FittedLaw fit, double flops, double unique) {
    boolean fitted = fit.law() instanceof DataConstrained;
    Law law = fitted ? fit.law() : DataConstrained.of(fit.published());
    double[] p = fitted ? fit.internal().p() : PUBLISHED;
    double[] centres = new double[law.inputs().size()];
    TradeOff unrepeated = law.surface(p, centres);
    Allocation free = Allocation.optimal(unrepeated, flops, fit.flopCount());
    Allocation once = free;
    Allocation repeated = free;
    if (free.d() > unique) {
      Surface surface = (n, d) -> law.loss(p, centres, n, d, Math.min(d, unique));
      double size = fit.flopCount().size(flops, unique);
      once = new Allocation(size, unique, unrepeated.loss(size, unique));
      double least = Math.min(free.n(), unrepeated.sizeFor(unique));
      repeated = between(least, size, surface, flops, fit.flopCount());
    }
    return new Scarce(
        unique,
        repeated,
        Math.max(1, repeated.d() / unique),
        once,
        fitted ? "fitted" : "published (R_D* 15.4, R_N* 5.31), not measured on these runs");
  }

  /**
   * The best split when tokens repeat. Below the size that the different tokens alone would call
   * for, no parameter is in excess and more of them help more than tokens, which saturate. Above
   * the size at which each token is seen once, tokens only grow fewer.
   */
  private static Allocation between(
      double least, double most, Surface surface, double flops, FlopCount count) {
    double n =
        Math.exp(
            Lowest.of(
                x -> surface.loss(Math.exp(x), count.tokens(flops, Math.exp(x))),
                Math.log(least),
                Math.log(most)));
    double d = count.tokens(flops, n);
    return new Allocation(n, d, surface.loss(n, d));
  }
}
