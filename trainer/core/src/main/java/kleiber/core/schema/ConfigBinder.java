package kleiber.core.schema;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kleiber.core.KleiberException;
import kleiber.core.Shown;
import kleiber.core.schema.ConfigValues.Entry;

/**
 * Binds values to nested records by component name. A component that is a record is a group of
 * keys; one that is a sealed interface is a group whose {@code kind} key names the record, as its
 * simple name in kebab case; one that is {@link Inline} adds its keys; one that is a List of either
 * is a list of groups; one that is a Map takes every key below it as it stands. All violations are
 * collected before one exception names them.
 */
public final class ConfigBinder {
  private static final String KIND = "kind";

  private final ConfigValues values;
  private final Given given;
  private final Places places;
  private final Map<String, Entry> resolved = new LinkedHashMap<>();
  private final Set<String> identity = new LinkedHashSet<>();

  /** Defaults by path where they are not those of the {@link Key}. */
  private final Map<String, String> defaults = new HashMap<>();

  private final List<String> violations = new ArrayList<>();

  private ConfigBinder(ConfigValues values, Class<? extends Record> type) {
    this.values = values;
    this.given = new Given(values.entries());
    this.places = Places.of(type);
  }

  /**
   * A bound configuration.
   *
   * @param config the record
   * @param given the values that it was bound from, as {@link #settled} has them
   * @param values every value, defaults included, by path
   * @param identity the paths that are part of the identity
   * @param places the keys whose values name files
   */
  public record Bound<T>(
      T config,
      ConfigValues given,
      Map<String, Entry> values,
      Set<String> identity,
      Places places) {}

  /**
   * Binds {@code values} to {@code type}.
   *
   * @throws KleiberException naming every key that is unknown, missing, unreadable or out of range
   */
  public static <T extends Record> Bound<T> bind(ConfigValues values, Class<T> type) {
    ConfigBinder binder = new ConfigBinder(values, type);
    T config = binder.read(type);
    if (!binder.violations.isEmpty()) {
      throw KleiberException.usage(
          "the configuration has "
              + (binder.violations.size() == 1 ? "a fault" : binder.violations.size() + " faults")
              + ":\n  "
              + String.join("\n  ", binder.violations));
    }
    return new Bound<>(config, binder.settled(), binder.resolved, binder.identity, binder.places);
  }

  /**
   * What counts of {@code values}, whether or not they are complete: names of files are absolute,
   * and what a later source has replaced is gone, such as the size of a vocabulary where a later
   * source chose another kind of tokenizer.
   */
  public static ConfigValues settled(ConfigValues values, Class<? extends Record> type) {
    ConfigBinder binder = new ConfigBinder(values, type);
    binder.read(type);
    return binder.settled();
  }

  private ConfigValues settled() {
    return values.settled(given.leftovers(), places);
  }

  private <T extends Record> T read(Class<T> type) {
    T config = type.cast(record(type, "", true));
    given.rejectUnknown(violations);
    return config;
  }

  /**
   * Reads a number as configurations write them: 1000, 1e3, 1_000 or 1k.
   *
   * @throws IllegalArgumentException naming {@code key}
   */
  public static double number(String key, Object value) {
    try {
      return (double) ValueReader.read(value, double.class, null, null);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          key + " = " + Shown.value(value) + ": " + e.getMessage(), e);
    }
  }

  private Object record(Class<?> type, String prefix, boolean counts) {
    Members members = Members.of(type);
    RecordComponent[] components = members.components();
    Object[] arguments = new Object[components.length];
    int before = violations.size();
    for (RecordComponent component : components) {
      findReplaced(component, prefix);
    }
    for (int i = 0; i < components.length; i++) {
      arguments[i] = component(components[i], prefix + components[i].getName(), counts);
    }
    return violations.size() == before ? construct(members.constructor(), prefix, arguments) : null;
  }

  private void findReplaced(RecordComponent component, String prefix) {
    Key key = component.getAnnotation(Key.class);
    if (key != null) {
      List<String> rivals = Arrays.stream(key.insteadOf()).map(other -> prefix + other).toList();
      given.dropIfReplaced(prefix + component.getName(), rivals);
    }
  }

  private Object construct(Constructor<?> constructor, String prefix, Object[] arguments) {
    try {
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException cause) {
        String group = prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1) + ": ";
        violations.add(group + cause.getMessage());
        return null;
      }
      throw new IllegalStateException(constructor + " failed to bind", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(constructor + " cannot be bound", e);
    }
  }

  private Object component(RecordComponent component, String path, boolean counts) {
    Class<?> type = component.getType();
    Inline inline = component.getAnnotation(Inline.class);
    if (inline != null) {
      String prefix = path.substring(0, path.lastIndexOf('.') + 1);
      Members.defaults(inline).forEach((name, value) -> defaults.put(prefix + name, value));
      return record(type, prefix, counts);
    }
    Key key = component.getAnnotation(Key.class);
    boolean inIdentity = counts && (key == null || key.identity());
    if (isGroup(type)) {
      return group(type, key, path, inIdentity);
    }
    if (type == Map.class) {
      rejectScalar(path);
      return given.takeBelow(path);
    }
    Class<?> element = element(component);
    if (element != null && isGroup(element)) {
      return groups(element, key, path, inIdentity);
    }
    Entry entry = entry(path, key, inIdentity);
    if (entry == null) {
      return null;
    }
    try {
      return ValueReader.read(entry.value(), type, element, key);
    } catch (IllegalArgumentException e) {
      violations.add(Given.where(path, entry) + ": " + e.getMessage());
      return null;
    }
  }

  /** Whether a type is bound to a group of keys. */
  static boolean isGroup(Class<?> type) {
    return type.isRecord() || type.isSealed();
  }

  private Object group(Class<?> type, Key key, String path, boolean inIdentity) {
    rejectScalar(path);
    return type.isRecord()
        ? record(type, path + ".", inIdentity)
        : kind(type, key, path, inIdentity);
  }

  private List<?> groups(Class<?> element, Key key, String path, boolean inIdentity) {
    Entry entry = entry(path, key, inIdentity);
    if (entry == null || entry.value() == null && ValueReader.isNothing(key)) {
      return List.of();
    }
    List<Object> groups = new ArrayList<>();
    for (String at : given.takeGroups(path, entry, violations::add)) {
      groups.add(
          element.isRecord()
              ? record(element, at + ".", inIdentity)
              : kind(element, null, at, inIdentity));
    }
    return groups.contains(null) ? List.of() : List.copyOf(groups);
  }

  /** The type of a list's elements, null where it is no list. */
  static Class<?> element(RecordComponent list) {
    Type element =
        list.getGenericType() instanceof ParameterizedType generic
            ? generic.getActualTypeArguments()[0]
            : null;
    return (Class<?>) (element instanceof ParameterizedType nested ? nested.getRawType() : element);
  }

  private Object kind(Class<?> family, Key key, String path, boolean inIdentity) {
    Entry entry = entry(path + "." + KIND, key, inIdentity);
    if (entry == null) {
      return null;
    }
    List<String> names = new ArrayList<>();
    for (Class<?> member : family.getPermittedSubclasses()) {
      String name = Members.of(member).kind();
      names.add(name);
      if (name.equals(entry.value())) {
        return record(member, path + ".", inIdentity);
      }
    }
    violations.add(
        Given.where(path + "." + KIND, entry)
            + ": must be one of "
            + String.join(", ", names)
            + Suggestion.phrase(String.valueOf(entry.value()), names));
    given.takeBelow(path);
    return null;
  }

  private void rejectScalar(String path) {
    Entry entry = given.takeScalar(path);
    if (entry != null) {
      violations.add(Given.where(path, entry) + ": is a group of keys, not a single value");
    }
  }

  private Entry entry(String path, Key key, boolean inIdentity) {
    Entry entry = given.take(path);
    if (inIdentity) {
      identity.add(path);
    }
    if (entry == null && key != null && !key.value().equals(Key.REQUIRED)) {
      String standard = defaults.getOrDefault(path, key.value());
      entry = new Entry(standard.isEmpty() ? null : standard, "default", 0, null);
    }
    if (entry == null) {
      violations.add(path + ": is missing; " + (key == null ? "give it" : key.doc()));
      return null;
    }
    if (key != null && key.place()) {
      entry = entry.with(Places.absolute(entry.value(), entry.folder()));
    }
    resolved.put(path, entry);
    return entry;
  }
}
