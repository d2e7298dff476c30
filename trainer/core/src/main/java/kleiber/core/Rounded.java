package kleiber.core;

import java.util.Locale;

/** Figures as people read them. */
public final class Rounded {
  private static final String[] COUNTS = {"", "k", "M", "B", "T"};
  private static final String[] BYTES = {"B", "KiB", "MiB", "GiB", "TiB"};

  private Rounded() {}

  /** 121k, 2.40M. */
  public static String count(double number) {
    return scaled(number, 1000, COUNTS, "");
  }

  /** 3.20 MiB. */
  public static String bytes(long bytes) {
    return scaled(bytes, 1024, BYTES, " ");
  }

  private static String scaled(double number, double base, String[] names, String gap) {
    double rest = number;
    int power = 0;
    while (rest >= base && power < names.length - 1) {
      rest /= base;
      power++;
    }
    String format = power == 0 || rest >= 100 ? "%.0f" : rest >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, rest) + gap + names[power];
  }

  /** 45s, 1m15s, 2h03m, 3d04h. */
  public static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + "s";
    } else if (whole < 3600) {
      return String.format(Locale.ROOT, "%dm%02ds", whole / 60, whole % 60);
    } else if (whole < 86_400) {
      return String.format(Locale.ROOT, "%dh%02dm", whole / 3600, whole / 60 % 60);
    }
    return String.format(Locale.ROOT, "%dd%02dh", whole / 86_400, whole / 3600 % 24);
  }
}
