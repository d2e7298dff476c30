package kleiber.trainer.model;

/**
 * What any part of an architecture must be, whoever describes it: given, and finite. Its sizes are
 * for {@link ModelLimits} to judge.
 */
final class Sound {
  private Sound() {}

  /** Refuses what is not there. */
  static void given(String name, Object value) {
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
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
