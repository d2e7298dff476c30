package kleiber.core.schema;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads one written value as the type of its record component. */
final class ValueReader {
  private static final Set<String> YES = Set.of("true", "yes", "on");
  private static final Set<String> NO = Set.of("false", "no", "off");

  private ValueReader() {}

  /**
   * Reads a value.
   *
   * @param element the element type where {@code type} is a List
   * @throws IllegalArgumentException saying what is allowed
   */
  static Object read(Object value, Class<?> type, Class<?> element, Key key) {
    if (type == List.class) {
      List<Object> list = new ArrayList<>();
      List<?> items =
          value instanceof List<?> given
              ? given
              : absent(value, type, key) ? List.of() : List.of(value);
      for (Object item : items) {
        if (item == null) {
          throw new IllegalArgumentException("must be a list without empty elements");
        }
        list.add(scalar(item, element, key));
      }
      return List.copyOf(list);
    }
    return absent(value, type, key) ? null : scalar(value, type, key);
  }

  /** Whether the default is nothing, so that nothing is a value. */
  static boolean isNothing(Key key) {
    return key != null && key.value().isEmpty();
  }

  /** Whether nothing is given, which is a value only where the default is nothing. */
  private static boolean absent(Object value, Class<?> type, Key key) {
    if (value == null && (type.isPrimitive() || !isNothing(key))) {
      throw new IllegalArgumentException("must not be empty; give it a value or take the key out");
    }
    return value == null;
  }

  private static Object scalar(Object value, Class<?> type, Key key) {
    if (type == Map.class) {
      if (value instanceof Map<?, ?> group) {
        Map<String, Object> flat = new LinkedHashMap<>();
        flatten("", group, flat);
        return flat;
      }
      throw new IllegalArgumentException("each element must be a group of keys");
    }
    if (value instanceof List<?> || value instanceof Map<?, ?>) {
      throw new IllegalArgumentException("must be a single value, not a list or group");
    }
    String text = value.toString();
    if (type == String.class) {
      return text;
    }
    if (type == Path.class) {
      return Path.of(text);
    }
    if (type == boolean.class || type == Boolean.class) {
      return truth(text);
    }
    if (type.isEnum()) {
      return constant(text, type);
    }
    BigDecimal number = inRange(Quantity.parse(text), key);
    if (type == double.class || type == Double.class) {
      return number.doubleValue();
    }
    try {
      if (type == long.class || type == Long.class) {
        return number.longValueExact();
      }
      if (type == int.class || type == Integer.class) {
        return number.intValueExact();
      }
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("must be a whole number that fits " + type, e);
    }
    throw new IllegalStateException("no reader for " + type);
  }

  private static void flatten(String prefix, Map<?, ?> group, Map<String, Object> flat) {
    group.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> nested) {
            flatten(prefix + key + ".", nested, flat);
          } else {
            flat.put(prefix + key, value);
          }
        });
  }

  private static boolean truth(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (YES.contains(lower) || NO.contains(lower)) {
      return YES.contains(lower);
    }
    throw new IllegalArgumentException("must be true or false");
  }

  private static BigDecimal inRange(BigDecimal number, Key key) {
    double value = number.doubleValue();
    if (key != null && (value < key.min() || value > key.max())) {
      String low = key.min() == Double.NEGATIVE_INFINITY ? null : "at least " + plain(key.min());
      String high = key.max() == Double.POSITIVE_INFINITY ? null : "at most " + plain(key.max());
      throw new IllegalArgumentException(
          "must be " + (low == null ? high : high == null ? low : low + " and " + high));
    }
    return number;
  }

  private static String plain(double bound) {
    return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
  }

  private static Object constant(String text, Class<?> type) {
    List<String> names = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      String name = YamlName.of((Enum<?>) constant);
      if (name.equals(text.toLowerCase(Locale.ROOT).replace('_', '-'))) {
        return constant;
      }
      names.add(name);
    }
    throw new IllegalArgumentException(
        "must be one of " + String.join(", ", names) + Suggestion.phrase(text, names));
  }
}
