package kleiber.analysis.design;

import java.util.ArrayList;
import java.util.List;

/**
 * Runs of several sizes at several budgets.
 *
 * @param largest budget in FLOPs
 * @param budgets how many there are
 * @param ratio of one budget to the next
 * @param sizes models at a budget, at equal ratios
 * @param spread of a budget's sizes: largest and smallest as a factor off the middle
 * @param tokensPerParam D over N in the middle of a budget's sizes
 */
public record IsoFlopDesign(
    double largest, int budgets, double ratio, int sizes, double spread, double tokensPerParam) {
  /** The same shape, with budgets such that all runs take {@code flops} together. */
  public IsoFlopDesign ofTotal(double flops) {
    return new IsoFlopDesign(
        flops / (totalFlops() / largest), budgets, ratio, sizes, spread, tokensPerParam);
  }

  /** FLOPs of all runs. */
  public double totalFlops() {
    return sizes * flops().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** The budgets, the smallest first. */
  public List<Double> flops() {
    List<Double> flops = new ArrayList<>();
    for (int i = budgets - 1; i >= 0; i--) {
      flops.add(largest * Math.pow(ratio, -i));
    }
    return flops;
  }

  /** N and D of every run. */
  List<double[]> runs() {
    List<double[]> runs = new ArrayList<>();
    for (double budget : flops()) {
      double product = budget / AssumedLaw.FLOPS_PER_PARAM_AND_TOKEN;
      double middle = Math.sqrt(product / tokensPerParam);
      for (int i = 0; i < sizes; i++) {
        double n = middle * Math.pow(spread, sizes == 1 ? 0 : 2.0 * i / (sizes - 1) - 1);
        runs.add(new double[] {n, product / n});
      }
    }
    return runs;
  }
}
