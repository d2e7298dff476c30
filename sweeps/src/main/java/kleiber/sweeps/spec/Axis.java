package kleiber.sweeps.spec;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kleiber.core.schema.ConfigBinder;

/**
 * An axis of a grid: one key, or several that move together, with their values.
 *
 * @param keys training keys or words of {@link Row}
 * @param points values of the keys, point by point
 */
record Axis(List<String> keys, List<List<Object>> points) {
  private static final MathContext DIGITS = new MathContext(6);
  private static final Pattern LOG =
      Pattern.compile("log\\(\\s*+([^,\\s]++)\\s*+,\\s*+([^,\\s]++)\\s*+,\\s*+(\\d++)\\s*+\\)");

  /**
   * Reads an axis.
   *
   * @param key one key, or several separated by commas
   * @param value a list, {@code log(FROM, TO, COUNT)}, or for several keys a list of lists
   */
  static Axis of(String key, Object value) {
    List<String> keys = List.of(key.strip().split("\\s*,\\s*"));
    List<?> given = value instanceof List<?> list ? list : List.of(String.valueOf(value));
    Matcher log = LOG.matcher(String.valueOf(value));
    if (log.matches()) {
      given = logarithmic(key, log);
    }
    List<List<Object>> points = new ArrayList<>();
    for (Object point : given) {
      List<Object> values = new ArrayList<>();
      if (keys.size() == 1) {
        values.add(point);
      } else if (point instanceof List<?> list) {
        values.addAll(list);
      }
      if (values.contains(null)) {
        throw new IllegalArgumentException(key + " has an empty value among its points");
      }
      if (values.size() != keys.size()) {
        throw new IllegalArgumentException(
            key + " needs lists of " + keys.size() + " values each, not " + point);
      }
      points.add(values);
    }
    return new Axis(keys, points);
  }

  private static List<Object> logarithmic(String key, Matcher log) {
    double from = ConfigBinder.number(key, log.group(1));
    double to = ConfigBinder.number(key, log.group(2));
    int count = log.group(3).length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(log.group(3));
    boolean numbers =
        from > 0 && to > 0 && Double.isFinite(to / from) && Double.isFinite(from / to);
    if (!numbers || count < 2 || count > SweepSpec.MOST_RUNS) {
      throw new IllegalArgumentException(
          key
              + " needs two numbers above 0 and 2 to "
              + SweepSpec.MOST_RUNS
              + " points, not "
              + log.group());
    }
    List<Object> values = new ArrayList<>();
    for (double value : LogRange.of(from, to, count)) {
      values.add(new BigDecimal(value, DIGITS).stripTrailingZeros().toPlainString());
    }
    return values;
  }
}
