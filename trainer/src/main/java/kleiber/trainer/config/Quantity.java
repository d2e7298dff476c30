package kleiber.trainer.config;

import java.math.BigDecimal;

/** Numbers as people write them: 1000, 1e3, 1_000 or 1k. */
public final class Quantity {
  private Quantity() {}

  /**
   * Digits with optional underscores, exponent and one of the suffixes k, M, B, T (10³ to 10¹²).
   *
   * @throws IllegalArgumentException saying what is allowed
   */
  public static BigDecimal parse(String text) {
    String digits = text.replace("_", "");
    int power = 0;
    if (!digits.isEmpty()) {
      power = 3 * (1 + "kMBT".indexOf(digits.charAt(digits.length() - 1)));
      digits = power > 0 ? digits.substring(0, digits.length() - 1) : digits;
    }
    try {
      return new BigDecimal(digits).scaleByPowerOfTen(power);
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("must be a number, such as 1000, 1e3, 1_000 or 1k", e);
    }
  }
}
