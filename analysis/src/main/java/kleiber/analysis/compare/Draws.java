package kleiber.analysis.compare;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import kleiber.analysis.uncertainty.Interval;

/**
 * Draws of one number, in order. Some may be infinite: a gain is, under a law whose floor the
 * variant has reached.
 */
final class Draws {
  private final double[] sorted;

  private Draws(double[] sorted) {
    this.sorted = sorted;
  }

  static <T> Draws of(List<T> from, ToDoubleFunction<T> number) {
    return new Draws(
        from.stream().mapToDouble(number).filter(v -> !Double.isNaN(v)).sorted().toArray());
  }

  /** The same through a rising function. */
  Draws map(java.util.function.DoubleUnaryOperator rising) {
    return new Draws(Arrays.stream(sorted).map(rising).toArray());
  }

  double median() {
    return quantile(0.5);
  }

  /** The central interval at a level, such as 0.9; unknown without draws. */
  Interval interval(double level) {
    return new Interval(quantile((1 - level) / 2), quantile((1 + level) / 2));
  }

  private double quantile(double part) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double place = part * (sorted.length - 1);
    double low = sorted[(int) place];
    double high = sorted[Math.min((int) place + 1, sorted.length - 1)];
    double between = place - (int) place;
    return between == 0 || low == high ? low : low + between * (high - low);
  }
}
