package kleiber.trainer.schema;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kleiber.trainer.KleiberException;
import kleiber.trainer.Shown;
import kleiber.trainer.schema.ConfigValues.Entry;

/**
 * Binds values to nested records by component name. A component that is a record is a group of
 * keys; one that is a sealed interface is a group whose {@code kind} key names the record, as its
 * simple name in kebab case; one that is a Map takes every key below it as it stands. All
 * violations are collected before one exception names them.
 */
public final class ConfigBinder {
  private static final String KIND = "kind";
  private static final int MOST_SUGGESTIONS = 50;

  private final ConfigValues values;
  private final Map<String, Entry> given;
  private final Places places;
  private final Set<String> leftovers = new LinkedHashSet<>();
  private final Set<String> known = new LinkedHashSet<>();
  private final Map<String, Entry> resolved = new LinkedHashMap<>();
  private final Set<String> identity = new LinkedHashSet<>();
  private final List<String> violations = new ArrayList<>();

  private ConfigBinder(ConfigValues values, Class<? extends Record> type) {
    this.values = values;
    this.given = values.entries();
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
    return values.settled(leftovers, places);
  }

  private <T extends Record> T read(Class<T> type) {
    T config = type.cast(record(type, "", true));
    rejectUnknown();
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

  /** A key is left over where a later source gives one that means the same thing. */
  private void findReplaced(RecordComponent component, String prefix) {
    Key key = component.getAnnotation(Key.class);
    Entry entry = given.get(prefix + component.getName());
    if (key == null || entry == null) {
      return;
    }
    for (String other : key.insteadOf()) {
      Entry rival = given.get(prefix + other);
      if (rival != null && rival.rank() > entry.rank()) {
        leftovers.add(prefix + component.getName());
      }
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
    Key key = component.getAnnotation(Key.class);
    boolean inIdentity = counts && (key == null || key.identity());
    if (type.isRecord()) {
      rejectScalar(path);
      return record(type, path + ".", inIdentity);
    }
    if (type.isSealed()) {
      return kind(type, key, path, inIdentity);
    }
    if (type == Map.class) {
      return free(path);
    }
    Entry entry = entry(path, key, inIdentity);
    if (entry == null) {
      return null;
    }
    try {
      return ValueReader.read(entry.value(), type, element(component), key);
    } catch (IllegalArgumentException e) {
      violations.add(where(path, entry) + ": " + e.getMessage());
      return null;
    }
  }

  private static Class<?> element(RecordComponent list) {
    Type element =
        list.getGenericType() instanceof ParameterizedType generic
            ? generic.getActualTypeArguments()[0]
            : null;
    return (Class<?>) (element instanceof ParameterizedType nested ? nested.getRawType() : element);
  }

  /** Every value below a path, by what its path says after that. */
  private Map<String, Object> free(String path) {
    rejectScalar(path);
    Map<String, Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, Entry> entry : given.entrySet()) {
      if (entry.getKey().startsWith(path + ".")) {
        known.add(entry.getKey());
        values.put(entry.getKey().substring(path.length() + 1), entry.getValue().value());
      }
    }
    return values;
  }

  private Object kind(Class<?> family, Key key, String path, boolean inIdentity) {
    rejectScalar(path);
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
        where(path + "." + KIND, entry)
            + ": must be one of "
            + String.join(", ", names)
            + Suggestion.phrase(String.valueOf(entry.value()), names));
    given.keySet().stream().filter(k -> k.startsWith(path + ".")).forEach(known::add);
    return null;
  }

  private void rejectScalar(String path) {
    Entry entry = given.get(path);
    if (entry != null && entry.value() != null) {
      known.add(path);
      violations.add(where(path, entry) + ": is a group of keys, not a single value");
    }
  }

  private Entry entry(String path, Key key, boolean inIdentity) {
    known.add(path);
    if (inIdentity) {
      identity.add(path);
    }
    Entry entry = leftovers.contains(path) ? null : given.get(path);
    if (entry == null && key != null && !key.value().equals(Key.REQUIRED)) {
      entry = new Entry(key.value().isEmpty() ? null : key.value(), "default", 0, null);
    }
    if (entry == null) {
      violations.add(path + ": is missing; " + (key == null ? "give it" : key.doc()));
      return null;
    }
    if (key != null && key.place()) {
      entry = entry.with(places.absolute(path, entry.value(), entry.folder()));
    }
    resolved.put(path, entry);
    return entry;
  }

  private void rejectUnknown() {
    for (Map.Entry<String, Entry> entry : given.entrySet()) {
      String path = entry.getKey();
      boolean emptyGroup =
          entry.getValue().value() == null
              && known.stream().anyMatch(k -> k.startsWith(path + "."));
      if (!known.contains(path) && isOfAnotherKind(path, entry.getValue())) {
        leftovers.add(path);
      } else if (!known.contains(path) && !emptyGroup) {
        violations.add(where(path, entry.getValue()) + ": no such key" + suggestion(path));
      }
    }
  }

  /** Nobody reads hundreds of them. */
  private String suggestion(String path) {
    return violations.size() < MOST_SUGGESTIONS ? Suggestion.phrase(path, known) : "";
  }

  /** Whether a later source has chosen the kind of a group that {@code path} is in. */
  private boolean isOfAnotherKind(String path, Entry entry) {
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
      Entry kind = given.get(path.substring(0, dot + 1) + KIND);
      if (kind != null && kind.rank() > entry.rank()) {
        return true;
      }
    }
    return false;
  }

  private static String where(String path, Entry entry) {
    return Shown.value(path) + " = " + Shown.value(entry.value()) + " (" + entry.origin() + ")";
  }
}
