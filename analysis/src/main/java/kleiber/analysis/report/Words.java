package kleiber.analysis.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import kleiber.analysis.figure.Numbers;
import kleiber.analysis.uncertainty.Interval;

/** Quantities as a reader of prose and tables wants them. */
final class Words {
  private static final double MINUTE = 60;
  private static final double HOUR = 3600;

  /** What a parameter that ran off to zero has become. */
  private static final double NOTHING = 1e-12;

  private Words() {}

  /** Three significant digits: 0.343, 12.7, 1,270, 3.1×10⁷; a dash for what is not a number. */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      return "–";
    }
    double size = Math.abs(value);
    if (size < NOTHING) {
      return "0";
    }
    if (size >= 1e-3 && size < 1e5) {
      int decimals = (int) Math.max(0, 2 - Math.floor(Math.log10(size)));
      return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
    return (value < 0 ? "−" : "") + Numbers.POWER.text(size);
  }

  /** 0.343 to 0.351. */
  static String interval(Interval interval) {
    return number(interval.low()) + " to " + number(interval.high());
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
    return String.format(Locale.ROOT, "%.2g %%", 100 * fraction);
  }

  /** +1.24 %, from a fraction. */
  static String signedPercent(double fraction) {
    String digits = String.format(Locale.ROOT, "%+.2f %%", 100 * fraction);
    return digits.replace("-0.00", "+0.00").replace('-', '−');
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

  /** 1 run, 2 runs. */
  static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
