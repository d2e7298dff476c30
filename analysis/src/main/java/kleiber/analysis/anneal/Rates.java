package kleiber.analysis.anneal;

import java.util.Arrays;

/**
 * The learning rate over a run, a line between nodes, as curve laws see it: the area below it, and
 * by how much it fell where. The warm-up adds to the area and is no fall: it ends at the first node
 * with the highest rate.
 */
public final class Rates {
  /** Falls of a run are gathered in so many: what laws sum over for every point. */
  private static final int MOST_FALLS = 128;

  private final double[] steps;
  private final double[] rates;
  private final double[] areas;
  private final double[] fallSteps;
  private final double[] fallAreas;
  private final double[] fallRates;
  private final double[] falls;
  private final int peak;

  /**
   * A schedule through nodes.
   *
   * @param steps ascending, from 1 on: the first is a step of the run's beginning
   * @param rates the rate of each of these steps, at least 0
   */
  public Rates(double[] steps, double[] rates) {
    this.steps = steps.clone();
    this.rates = rates.clone();
    this.areas = new double[steps.length];
    int highest = 0;
    for (int i = 0; i < steps.length; i++) {
      // A line from the node before: the sum over its steps, the node's own included.
      double before = i == 0 ? 0 : areas[i - 1];
      double length = steps[i] - (i == 0 ? 0 : steps[i - 1]);
      double from = i == 0 ? rates[0] : rates[i - 1];
      areas[i] = before + length * (from + rates[i]) / 2 + (i == 0 ? 0 : (rates[i] - from) / 2);
      highest = rates[i] > rates[highest] * (1 + 1e-9) ? i : highest;
    }
    this.peak = highest;
    int nodes = steps.length - 1 - peak;
    int count = Math.min(MOST_FALLS, nodes);
    fallSteps = new double[count];
    fallAreas = new double[count];
    fallRates = new double[count];
    falls = new double[count];
    for (int k = 0; k < count; k++) {
      int from = peak + (int) ((long) nodes * k / count);
      int to = peak + (int) ((long) nodes * (k + 1) / count);
      fallSteps[k] = (steps[from] + steps[to] + 1) / 2;
      falls[k] = rates[from] - rates[to];
      // The middle of the falls at steps from + 1 to to: the area before each, the rate of each.
      double first = rates[from] - falls[k] / (steps[to] - steps[from]);
      fallAreas[k] = (areas[from] + areas[to] - rates[to]) / 2;
      fallRates[k] = (first + rates[to]) / 2;
    }
  }

  /** The rates of every step from the first on, gathered to a few thousand nodes. */
  public static Rates ofEveryStep(double[] rates) {
    int count = Math.min(rates.length, 4096);
    double[] steps = new double[count];
    double[] kept = new double[count];
    for (int i = 0; i < count; i++) {
      int at = count == 1 ? 0 : (int) ((long) (rates.length - 1) * i / (count - 1));
      steps[i] = at + 1;
      kept[i] = rates[at];
    }
    return new Rates(steps, kept);
  }

  /** The sum of the rates of all steps up to {@code step}. */
  double area(double step) {
    int at = Arrays.binarySearch(steps, step);
    int next = at >= 0 ? at : -at - 1;
    if (next == 0) {
      return areas[0] * step / steps[0];
    }
    if (next == steps.length) {
      return areas[next - 1] + (step - steps[next - 1]) * rates[next - 1];
    }
    double part = (step - steps[next - 1]) / (steps[next] - steps[next - 1]);
    return areas[next - 1] + part * (areas[next] - areas[next - 1]);
  }

  /**
   * The rate at {@code step}: between nodes on the line, before the first and after the last
   * theirs.
   */
  public double at(double step) {
    int next = 0;
    while (next < steps.length && steps[next] < step) {
      next++;
    }
    if (next == 0 || next == steps.length) {
      return rates[Math.min(next, steps.length - 1)];
    }
    double part = (step - steps[next - 1]) / (steps[next] - steps[next - 1]);
    return rates[next - 1] + part * (rates[next] - rates[next - 1]);
  }

  /** The step at which the warm-up ends. */
  public double warmup() {
    return steps[peak];
  }

  /** The highest rate. */
  public double highest() {
    return rates[peak];
  }

  /** The last step. */
  public double last() {
    return steps[steps.length - 1];
  }

  /** How many falls there are up to {@code step}, its own included. */
  int falls(double step) {
    int count = 0;
    while (count < falls.length && fallSteps[count] <= step) {
      count++;
    }
    return count;
  }

  /** By how much the rate fell at fall {@code k}; negative where it rose. */
  double fall(int k) {
    return falls[k];
  }

  /** The step of fall {@code k}. */
  double fallStep(int k) {
    return fallSteps[k];
  }

  /** The area before fall {@code k}. */
  double fallArea(int k) {
    return fallAreas[k];
  }

  /** The rate that fall {@code k} led to, in the middle of what it gathers. */
  double fallRate(int k) {
    return fallRates[k];
  }
}
