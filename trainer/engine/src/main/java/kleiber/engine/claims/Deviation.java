package kleiber.engine.claims;

import java.util.Locale;

/** How far the worst of many numbers is from what it should be, in units of its tolerance. */
public final class Deviation {
  private double worst;
  private String where = "nothing was compared";

  /** Compares one number; each may have its own tolerance. */
  public void compare(String what, double actual, double expected, double tolerance) {
    double ratio = Math.abs(actual - expected) / tolerance;
    if (where.startsWith("nothing") || ratio > worst || Double.isNaN(ratio)) {
      worst = Double.isNaN(worst) ? worst : ratio;
      where =
          String.format(
              Locale.ROOT, "%s is %.9g, not %.9g ± %.1g", what, actual, expected, tolerance);
    }
  }

  /** Tolerances that the worst number is off by; NaN if a number was none. */
  public double worst() {
    return worst;
  }

  /** Whether all numbers are within {@code widened} times their tolerances. */
  public boolean within(double widened) {
    return worst <= widened;
  }

  /** The worst number and what it should be. */
  @Override
  public String toString() {
    return where;
  }
}
