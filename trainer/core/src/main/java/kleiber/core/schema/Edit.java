package kleiber.core.schema;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/**
 * A change that the program makes to a configuration: a key and its new value. Text that has to be
 * parsed is what users give to {@code --set}, and nobody else.
 *
 * @param path of the key
 * @param value as a configuration holds it: a scalar as it would stand in YAML, a list, or null
 */
public record Edit(String path, Object value) {
  /** Sets a whole number. */
  public static Edit of(String path, long value) {
    return new Edit(path, String.valueOf(value));
  }

  /** Sets a number, rounded to some significant digits. */
  public static Edit of(String path, double value, int digits) {
    BigDecimal rounded = new BigDecimal(value, new MathContext(digits)).stripTrailingZeros();
    return new Edit(path, rounded.toPlainString());
  }

  /** Sets a text, a kind or a number as someone wrote it. */
  public static Edit of(String path, String text) {
    return new Edit(path, text);
  }

  /** Sets a list. */
  public static Edit of(String path, List<?> values) {
    return new Edit(path, values);
  }

  /** Takes away all that a group holds, so that it has its defaults. */
  public static Edit clear(String group) {
    return new Edit(group, null);
  }
}
