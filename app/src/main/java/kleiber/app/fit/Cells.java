package kleiber.app.fit;

import java.util.Locale;
import kleiber.analysis.uncertainty.Interval;

/** Numbers in text for terminals, where they are also read by other programs. */
final class Cells {
  private static final String NONE = "none";

  private Cells() {}

  /** A number in a {@link String#format} of one value; {@code none} where it is not finite. */
  static String number(String format, double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : NONE;
  }

  /** Both ends in a format of one value; in words where an end is of no use. */
  static String interval(String format, double value, Interval interval) {
    return interval.ends(value, end -> number(format, end));
  }
}
