package kleiber.analysis.uncertainty;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Arrays;
import java.util.function.DoubleFunction;
import org.hipparchus.stat.descriptive.rank.Percentile;

/** An interval that holds a stated part of the draws. */
public record Interval(double low, double high) {
  /** An end that is off by more than this factor is of no use to anyone. */
  private static final double BEYOND = 1e4;

  /** The central interval of {@code draws} at {@code level}, such as 0.9. */
  public static Interval central(double[] draws, double level) {
    double[] finite = Arrays.stream(draws).filter(Double::isFinite).toArray();
    if (finite.length == 0) {
      return new Interval(Double.NaN, Double.NaN);
    }
    Percentile percentile = new Percentile().withEstimationType(Percentile.EstimationType.R_7);
    percentile.setData(finite);
    double outside = 100 * (1 - level) / 2;
    return new Interval(percentile.evaluate(outside), percentile.evaluate(100 - outside));
  }

  /**
   * In words: {@code 0.12 to 0.34}; an end that lies beyond all use, such as 10¹⁵⁷, is not printed
   * as if it were known.
   *
   * @param value that the interval is about
   * @param number how one is written
   */
  public String text(double value, DoubleFunction<String> number) {
    if (!isKnown()) {
      return "unknown";
    }
    boolean endless = high > 0 && value > 0 && high / value > BEYOND;
    boolean bottomless = low > 0 && value > 0 && value / low > BEYOND;
    if (endless && bottomless) {
      return "not determined: anything agrees with the runs";
    }
    if (endless) {
      return number.apply(low) + " or more: no upper end is determined";
    }
    return bottomless
        ? number.apply(high) + " or less: no lower end is determined"
        : number.apply(low) + " to " + number.apply(high);
  }

  /** The same where it is known, and both ends in the number's own signs where it is not. */
  public String ends(double value, DoubleFunction<String> number) {
    return isKnown() ? text(value, number) : number.apply(low) + " to " + number.apply(high);
  }

  /** Whether it has two ends. */
  @JsonIgnore
  public boolean isKnown() {
    return !Double.isNaN(low) && !Double.isNaN(high);
  }

  /** Whether a value lies inside. */
  public boolean contains(double value) {
    return value >= low && value <= high;
  }
}
