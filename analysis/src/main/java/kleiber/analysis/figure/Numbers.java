package kleiber.analysis.figure;

import java.util.Locale;

/** How the numbers of an axis are written. */
public enum Numbers {
  /** 2.35 */
  PLAIN {
    @Override
    public String text(double value, double step) {
      int decimals = step > 0 ? (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9)) : 3;
      return String.format(Locale.ROOT, "%." + Math.min(decimals, 9) + "f", value)
          .replaceFirst("^-(0(\\.0*)?)$", "$1");
    }
  },
  /** 2.5 %, from a fraction. */
  PERCENT {
    @Override
    public String text(double value, double step) {
      return PLAIN.text(100 * value, 100 * step) + " %";
    }
  },
  /** 20M, 1.5B: parameters and tokens. */
  COUNT {
    @Override
    public String text(double value, double step) {
      String[] units = {"", "k", "M", "B", "T"};
      // Rounded first, so that 999,950 is 1M and not 1000k.
      double rounded = Double.parseDouble(String.format(Locale.ROOT, "%.2e", value));
      int unit = (int) Math.floor(Math.log10(Math.max(rounded, 1)) / 3 + 1e-12);
      if (unit >= units.length) {
        return POWER.text(value, step);
      }
      String digits = String.format(Locale.ROOT, "%.3g", rounded / Math.pow(1000, unit));
      return (digits.contains(".") ? digits.replaceFirst("\\.?0+$", "") : digits) + units[unit];
    }
  },
  /** 10¹⁸, 3×10¹⁸: FLOPs. */
  POWER {
    @Override
    public String text(double value, double step) {
      if (value == 0) {
        return "0";
      }
      String[] parts = String.format(Locale.ROOT, "%.1e", value).split("e", 2);
      StringBuilder power = new StringBuilder();
      for (char digit : Integer.toString(Integer.parseInt(parts[1])).toCharArray()) {
        power.append(digit == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(digit - '0'));
      }
      String factor = parts[0].replaceFirst("\\.0$", "");
      return (factor.equals("1") ? "" : factor + "×") + "10" + power;
    }
  };

  /**
   * A number as text.
   *
   * @param step what neighbouring numbers differ by, which says how many decimals are needed; 0
   *     where there are none
   */
  public abstract String text(double value, double step);

  /** A single number as text. */
  public String text(double value) {
    return text(value, 0);
  }
}
