package kleiber.analysis.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import kleiber.analysis.number.NumberStyle;
import kleiber.analysis.uncertainty.Interval;

/** Quantities as a reader of prose and tables wants them. */
final class Phrases {
  private static final double MINUTE = 60;
  private static final double HOUR = 3600;

  private Phrases() {}

  /** Three significant digits: 0.343, 12.7, 1,270, 3.1×10⁷; a dash for what is not a number. */
  static String number(double value) {
    return NumberStyle.SIGNIFICANT.text(value);
  }

  /** −1,234.5: what is compared by differences. */
  static String oneDecimal(double value) {
    return NumberStyle.PLAIN.text(value, 0.1);
  }

  /** 0.343 to 0.351; in words where an end is of no use. */
  static String interval(double value, Interval interval) {
    return interval.ends(value, Phrases::number);
  }

  /** 3.214 nats, without the unit. */
  static String loss(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "–";
  }

  /** 3.102 to 3.214. */
  static String losses(Interval interval) {
    return loss(interval.low()) + " to " + loss(interval.high());
  }

  /** 1.2 %, from a fraction. */
  static String percent(double fraction) {
    double percent = 100 * fraction;
    return percent >= 0.1 && percent < 100
        ? String.format(Locale.ROOT, "%.2g %%", percent)
        : number(percent) + " %";
  }

  /** +1.24 %, from a fraction. */
  static String signedPercent(double fraction) {
    return NumberStyle.CHANGE.text(fraction);
  }

  /** 90 %, from 0.9. */
  static String level(double level) {
    return new BigDecimal(100 * level)
            .round(new MathContext(4))
            .stripTrailingZeros()
            .toPlainString()
        + " %";
  }

  /** 1.2 times, 8.3 times, 42 times; a dash for what is not a number. */
  static String times(double ratio) {
    if (ratio >= 1e5 || ratio < 0.05) {
      return number(ratio) + " times";
    }
    String digits = String.format(Locale.ROOT, ratio < 9.95 ? "%.1f" : "%,.0f", ratio);
    return Double.isFinite(ratio) ? digits.replaceFirst("\\.0$", "") + " times" : "–";
  }

  /** 42 s, 41 min, 3.2 h. */
  static String duration(double seconds) {
    if (!Double.isFinite(seconds)) {
      return "–";
    }
    if (seconds < 2 * MINUTE) {
      return String.format(Locale.ROOT, "%.0f s", seconds);
    }
    return seconds < 2 * HOUR
        ? String.format(Locale.ROOT, "%.0f min", seconds / MINUTE)
        : String.format(Locale.ROOT, "%.1f h", seconds / HOUR);
  }

  /** A note as a sentence. */
  static String sentence(String note) {
    return note.substring(0, 1).toUpperCase(Locale.ROOT) + note.substring(1) + ".";
  }

  /** 1 run, 2 runs. */
  static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
