package kleiber.analysis.fit;

import java.util.Locale;
import kleiber.core.Shown;
import kleiber.core.random.SeededStream;

/**
 * What is believed of the floor E before the runs are asked: the fraction of the lowest loss that
 * it makes up, as a normal distribution. Runs of a few budgets do not determine a floor. A law with
 * none predicts too low, and one fitted freely too high, since small models also learn faster at
 * first, which looks as if they came near a floor (LOG.md, 27 November 2026).
 *
 * @param fraction the most likely E over the lowest loss, in (0, 1)
 * @param spread its standard deviation
 */
public record FloorPrior(double fraction, double spread) {
  /** A smaller floor is as good as none. */
  private static final double LEAST = 0.01;

  /** Refuses what is no fraction. */
  public FloorPrior {
    if (!(fraction > 0 && fraction < 1 && spread > 0 && spread < 1)) {
      throw new IllegalArgumentException(
          "a floor is a fraction of the lowest loss between 0 and 1, with a spread between 0 and 1");
    }
  }

  /**
   * Reads {@code 0.35,0.1}: fraction and spread.
   *
   * @throws IllegalArgumentException saying what is allowed
   */
  public static FloorPrior parse(String text) {
    try {
      String[] parts = text.split(",", -1);
      if (parts.length == 2) {
        return new FloorPrior(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
      }
    } catch (IllegalArgumentException e) {
      // Said below, as for what is no pair.
    }
    throw new IllegalArgumentException(
        "is a fraction of the lowest loss and its spread, both between 0 and 1, such as 0.35,0.1,"
            + " not \""
            + Shown.value(text)
            + "\"");
  }

  /**
   * How unlikely a floor is: −ln of its density over that of the most likely one.
   *
   * @param ratio E over the lowest loss
   */
  double value(double ratio) {
    double t = (ratio - fraction) / spread;
    return t * t / 2;
  }

  /** The derivative of {@link #value} by {@code ratio}. */
  double slope(double ratio) {
    return weight() * (ratio - fraction);
  }

  /** The curvature of {@link #value}. */
  double weight() {
    return 1 / (spread * spread);
  }

  /** The belief of one refit, as if it had been formed anew. */
  FloorPrior drawn(int draw) {
    double moved = fraction + spread * SeededStream.of(0, "floor prior").normal(draw);
    return new FloorPrior(Math.max(LEAST, Math.min(1 - LEAST, moved)), spread);
  }

  String describe() {
    return String.format(
        Locale.ROOT,
        "a floor of about %.2f ± %.2f of the lowest loss was assumed beforehand",
        fraction,
        spread);
  }
}
