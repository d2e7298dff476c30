package kleiber.analysis.uncertainty;

import java.util.Arrays;

/** An interval that holds a stated part of the draws. */
public record Interval(double low, double high) {
  /** The central interval of {@code draws} at {@code level}, such as 0.9. */
  public static Interval central(double[] draws, double level) {
    double[] sorted = Arrays.stream(draws).filter(Double::isFinite).sorted().toArray();
    if (sorted.length == 0) {
      return new Interval(Double.NaN, Double.NaN);
    }
    return new Interval(quantile(sorted, (1 - level) / 2), quantile(sorted, 1 - (1 - level) / 2));
  }

  private static double quantile(double[] sorted, double part) {
    double position = part * (sorted.length - 1);
    int below = (int) Math.floor(position);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  /** Whether a value lies inside. */
  public boolean contains(double value) {
    return value >= low && value <= high;
  }
}
