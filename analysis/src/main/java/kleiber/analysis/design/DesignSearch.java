package kleiber.analysis.design;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Designs of the same compute, ranked by how well they would predict a model.
 *
 * @param assumed what is assumed of the runs
 * @param totalFlops of all runs of a design
 * @param leastFlops of the smallest budget: below it models learn too little to follow a law
 * @param targetFlops of the model to predict, which is the best one of so many
 */
public record DesignSearch(
    AssumedLaw assumed, double totalFlops, double leastFlops, double targetFlops) {
  /**
   * With two budgets a law could not be tried on the more expensive one: too little would be left
   * to fit.
   */
  private static final int[] BUDGETS = {3, 4, 5, 6};

  private static final double[] RATIOS = {1.5, 2, 2.5, 3, 4, 6};
  private static final int[] SIZES = {4, 5, 6, 7, 9};

  /** With less the best size of a budget may lie outside, where the middle is not well known. */
  private static final double[] SPREADS = {2, 3, 4};

  /** Fewer leave no spread to see beside the parameters of a law. */
  private static final int FEWEST_RUNS = 15;

  /**
   * A design and what to expect of it.
   *
   * @param design the runs
   * @param halfWidth half the width of the 90 % interval on the loss of the model to predict, as a
   *     fraction
   * @param reach FLOPs of that model over the largest budget
   */
  public record Ranked(IsoFlopDesign design, double halfWidth, double reach) {}

  /** All designs that there is compute for, the best first. */
  public List<Ranked> ranked() {
    List<Ranked> ranked = new ArrayList<>();
    for (int budgets : BUDGETS) {
      for (double ratio : RATIOS) {
        for (int sizes : SIZES) {
          for (double spread : SPREADS) {
            add(ranked, budgets, ratio, sizes, spread);
          }
        }
      }
    }
    ranked.sort(Comparator.comparingDouble(Ranked::halfWidth));
    return ranked;
  }

  /** What to expect of one design. */
  public Ranked rank(IsoFlopDesign design) {
    double error = new ExpectedError(assumed, design.runs()).halfWidth(assumed.best(targetFlops));
    return new Ranked(design, error, targetFlops / design.largest());
  }

  private void add(List<Ranked> ranked, int budgets, double ratio, int sizes, double spread) {
    double[] middle = assumed.best(Math.sqrt(leastFlops * targetFlops));
    IsoFlopDesign design =
        new IsoFlopDesign(1, budgets, ratio, sizes, spread, middle[1] / middle[0])
            .ofTotal(totalFlops);
    if (budgets * sizes >= FEWEST_RUNS
        && design.flops().get(0) >= leastFlops
        && design.largest() < targetFlops) {
      ranked.add(rank(design));
    }
  }
}
