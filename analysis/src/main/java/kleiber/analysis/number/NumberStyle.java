package kleiber.analysis.number;

import java.util.Locale;

/**
 * How numbers are written wherever people read them, on axes, in prose and in tables: one minus
 * sign (−), one way to write powers of ten (3×10⁻⁴), and a dash for what is no number.
 */
public enum NumberStyle {
  /** 2.35, as many decimals as the step needs. */
  PLAIN {
    @Override
    String write(double value, double step) {
      int decimals = step > 0 ? (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9)) : 3;
      return String.format(Locale.ROOT, "%." + Math.min(decimals, 9) + "f", value)
          .replaceFirst("^-(0(\\.0*)?)$", "$1")
          .replace('-', MINUS);
    }
  },
  /** 2.5 %, from a fraction. */
  PERCENT {
    @Override
    String write(double value, double step) {
      return PLAIN.write(100 * value, 100 * step) + " %";
    }
  },
  /** +1.24 % or −1.24 %, from a fraction. */
  CHANGE {
    @Override
    String write(double value, double step) {
      String digits = String.format(Locale.ROOT, "%+.2f %%", 100 * value);
      return digits.replace("-0.00", "+0.00").replace('-', MINUS);
    }
  },
  /** 20M, 1.5B: parameters and tokens. */
  COUNT {
    @Override
    String write(double value, double step) {
      String[] units = {"", "k", "M", "B", "T"};
      // Rounded first, so that 999,950 is 1M and not 1000k.
      double rounded = Double.parseDouble(String.format(Locale.ROOT, "%.2e", value));
      int unit = (int) Math.floor(Math.log10(Math.max(rounded, 1)) / 3 + 1e-12);
      if (unit >= units.length || rounded < 1) {
        return SIGNIFICANT.write(rounded, step);
      }
      String digits = String.format(Locale.ROOT, "%.3g", rounded / Math.pow(1000, unit));
      return (digits.contains(".") ? digits.replaceFirst("\\.?0+$", "") : digits) + units[unit];
    }
  },
  /** 10¹⁸, 3×10¹⁸: FLOPs. */
  POWER {
    @Override
    String write(double value, double step) {
      if (value == 0) {
        return "0";
      }
      String[] parts = String.format(Locale.ROOT, "%.1e", value).split("e", 2);
      StringBuilder power = new StringBuilder();
      for (char digit : Integer.toString(Integer.parseInt(parts[1])).toCharArray()) {
        power.append(digit == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(digit - '0'));
      }
      String factor = parts[0].replaceFirst("\\.0$", "").replace('-', MINUS);
      String sign = factor.equals(MINUS + "1") ? String.valueOf(MINUS) : factor + "×";
      return (factor.equals("1") ? "" : sign) + "10" + power;
    }
  },
  /** Three significant digits: 0.343, 12.7, 1,270, 3.1×10⁷; on an axis without needless zeros. */
  SIGNIFICANT {
    @Override
    String write(double value, double step) {
      double size = Math.abs(value);
      if (size < NOTHING) {
        return "0";
      }
      if (size < 1e-3 || size >= 1e5) {
        return POWER.write(value, step);
      }
      int decimals = (int) Math.max(0, 2 - Math.floor(Math.log10(size)));
      String digits = String.format(Locale.ROOT, "%,." + decimals + "f", value);
      return (step > 0
              ? digits.replaceFirst("(\\.\\d*?)0+$", "$1").replaceFirst("\\.$", "")
              : digits)
          .replace('-', MINUS);
    }
  };

  private static final char MINUS = '−';

  /** What a parameter that ran off to zero has become. */
  private static final double NOTHING = 1e-12;

  abstract String write(double value, double step);

  /**
   * A number as text.
   *
   * @param step what neighbouring numbers differ by, which says how many decimals are needed; 0
   *     where there are none
   */
  public String text(double value, double step) {
    return Double.isFinite(value) ? write(value, step) : "–";
  }

  /** A single number as text. */
  public String text(double value) {
    return text(value, 0);
  }
}
