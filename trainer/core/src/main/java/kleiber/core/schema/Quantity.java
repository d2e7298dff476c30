package kleiber.core.schema;

import java.math.BigDecimal;

/** Numbers as people write them: 1000, 1e3, 1_000 or 1k. */
public final class Quantity {
  private static final int LONGEST = 400;

  private Quantity() {}

  /**
   * A finite number: digits with optional underscores, exponent and one of the suffixes k, M, B, T
   * (10³ to 10¹²).
   *
   * @throws IllegalArgumentException saying what is allowed
   */
  public static BigDecimal parse(String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "must be a number, not a text of " + text.length() + " characters");
    }
    String digits = text.replace("_", "");
    int power = 0;
    if (!digits.isEmpty()) {
      power = 3 * (1 + "kMBT".indexOf(digits.charAt(digits.length() - 1)));
      digits = power > 0 ? digits.substring(0, digits.length() - 1) : digits;
    }
    try {
      return finite(new BigDecimal(digits).scaleByPowerOfTen(power));
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("must be a number, such as 1000, 1e3, 1_000 or 1k", e);
    }
  }

  /** What a double cannot hold would become infinite, or zero, somewhere later. */
  private static BigDecimal finite(BigDecimal number) {
    if (number.signum() == 0) {
      return BigDecimal.ZERO;
    }
    double value = number.doubleValue();
    if (value == 0 || Double.isInfinite(value)) {
      throw new IllegalArgumentException("must be a number of size 1e-300 to 1e300, or 0");
    }
    return number;
  }
}
