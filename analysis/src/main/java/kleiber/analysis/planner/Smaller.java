package kleiber.analysis.planner;

import java.util.ArrayList;
import java.util.List;
import kleiber.analysis.law.Allocation;
import kleiber.analysis.law.FlopCount;
import kleiber.analysis.law.TradeOff;

/**
 * A model smaller than the optimum at the same loss: cheaper to run, more expensive to train (de
 * Vries, "Go smol or go home", 2023).
 *
 * @param part of N*
 * @param n parameters
 * @param d tokens it needs
 * @param overhead extra training compute, 0.2 for 20 %
 */
public record Smaller(double part, double n, double d, double overhead) {
  private static final double[] PARTS = {0.75, 0.5, 0.3, 0.25};

  /** Those that can reach the optimum's loss at all. */
  static List<Smaller> than(Allocation best, TradeOff law, FlopCount count) {
    List<Smaller> models = new ArrayList<>();
    for (double part : PARTS) {
      double n = part * best.n();
      double d = law.tokensFor(n, best.n(), best.d());
      if (Double.isFinite(d)) {
        double overhead = count.flops(n, d) / count.flops(best.n(), best.d()) - 1;
        models.add(new Smaller(part, n, d, overhead));
      }
    }
    return models;
  }
}
