package kleiber.trainer.model;

import java.util.Locale;

/**
 * What any part of an architecture must be, whoever describes it: given, of a size that can be
 * counted, finite.
 */
final class Sound {
  private static final int LARGEST = 1 << 24;

  private Sound() {}

  /** Refuses what is not there. */
  static void given(String name, Object value) {
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
  }

  /** Refuses sizes below {@code least} and above 2²⁴. */
  static void size(String name, int value, int least) {
    within(name, value, least, LARGEST);
  }

  /** Refuses numbers outside bounds. */
  static void within(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s %,d is not from %,d to %,d", name, value, least, most));
    }
  }

  /** Refuses what is negative or not finite. */
  static void number(String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " must be a number of at least 0, not " + value);
    }
  }

  /** Refuses what is no rate of dropout. */
  static void rate(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(name + " must be from 0 to below 1, not " + value);
    }
  }
}
