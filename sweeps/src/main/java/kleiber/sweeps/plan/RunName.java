package kleiber.sweeps.plan;

import java.util.Locale;
import java.util.Map;
import kleiber.sweeps.spec.Row;
import kleiber.sweeps.spec.SweepSpec;

/** Readable names of runs: n121k-d2.4M-lr0.001. */
final class RunName {
  private static final int LONGEST = 60;
  private static final String[] SUFFIXES = {"", "k", "M", "B", "T"};

  private RunName() {}

  static String of(Row row, RunSize size, SweepSpec spec) {
    StringBuilder name = new StringBuilder("n").append(compact(spec.count().of(size.params())));
    name.append("-d").append(compact(size.tokens()));
    for (Map.Entry<String, Object> entry : row.values().entrySet()) {
      String key = entry.getKey();
      if (!Row.WORDS.contains(key) && !key.startsWith("model.") && !key.startsWith("horizon.")) {
        name.append('-').append(key.substring(key.lastIndexOf('.') + 1)).append(entry.getValue());
      }
    }
    String safe = name.toString().replaceAll("[^A-Za-z0-9.-]+", "_");
    return safe.substring(0, Math.min(LONGEST, safe.length()));
  }

  /** Three digits and a suffix: 121k, 2.4M. */
  static String compact(double number) {
    int thousands = 0;
    double rest = number;
    while (rest >= 999.5 && thousands < SUFFIXES.length - 1) {
      rest /= 1000;
      thousands++;
    }
    String digits =
        String.format(Locale.ROOT, rest < 9.995 ? "%.2f" : rest < 99.95 ? "%.1f" : "%.0f", rest);
    return digits.contains(".")
        ? digits.replaceAll("\\.?0+$", "") + SUFFIXES[thousands]
        : digits + SUFFIXES[thousands];
  }
}
