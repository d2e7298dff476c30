package kleiber.sweeps.tune;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * A hyperparameter that is tuned.
 *
 * @param key of the training configuration
 * @param ratio of neighbouring values that are tried
 * @param whole whether only whole numbers will do
 */
public record Dial(String key, double ratio, boolean whole) {
  private static final double LEAST_RATIO = 1.1;
  private static final double MOST_RATIO = 10;
  private static final MathContext DIGITS = new MathContext(3);

  /** Refuses a ratio that leads nowhere, or over the valley. */
  public Dial {
    if (key == null || key.isBlank()) {
      throw new IllegalArgumentException("a tuned key has no name");
    }
    if (!(ratio >= LEAST_RATIO && ratio <= MOST_RATIO)) {
      throw new IllegalArgumentException(
          key + ".ratio = " + ratio + ": must be " + LEAST_RATIO + " to " + MOST_RATIO);
    }
  }

  /** A value as it is tried: of three digits, or whole and at least 1. */
  public double rounded(double value) {
    return whole
        ? Math.max(1, Math.rint(value))
        : new BigDecimal(value).round(DIGITS).doubleValue();
  }

  /** A value as it stands in a configuration. */
  public String text(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /** The value some ratios above another, below it where {@code ratios} is negative. */
  double step(double from, double ratios) {
    return rounded(from * Math.pow(ratio, ratios));
  }

  /** How many ratios lie between two values. */
  double apart(double one, double other) {
    return Math.abs(Math.log(one / other)) / Math.log(ratio);
  }
}
