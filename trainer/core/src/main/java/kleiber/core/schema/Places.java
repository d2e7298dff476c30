package kleiber.core.schema;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The keys of a configuration whose values name files, and where these are: a relative name is
 * meant from the folder of the file that gives it, so a configuration means the same wherever it is
 * read from.
 */
public final class Places {
  /** Found once a type: a sweep binds thousands of configurations of one. */
  private static final ClassValue<Places> FOUND =
      new ClassValue<>() {
        @Override
        protected Places computeValue(Class<?> type) {
          Places places = new Places();
          places.collect(type, "");
          return places;
        }
      };

  private static final Pattern PLACE_IN_LIST = Pattern.compile("\\[[0-9]+]");

  private final Set<String> keys = new HashSet<>();

  private Places() {}

  /** The keys of {@code type} that are marked {@link Key#place}. */
  public static Places of(Class<? extends Record> type) {
    return FOUND.get(type);
  }

  private void collect(Class<?> group, String prefix) {
    for (RecordComponent component : Members.of(group).components()) {
      Class<?> type = component.getType();
      String path = prefix + component.getName();
      Key key = component.getAnnotation(Key.class);
      if (key != null && key.place()) {
        keys.add(path);
      } else if (component.isAnnotationPresent(Inline.class)) {
        collect(type, prefix);
      } else {
        Class<?> element = ConfigBinder.element(component);
        collectGroup(element == null ? type : element, path + ".");
      }
    }
  }

  private void collectGroup(Class<?> type, String prefix) {
    if (type.isRecord()) {
      collect(type, prefix);
    } else if (type.isSealed()) {
      for (Class<?> member : type.getPermittedSubclasses()) {
        collect(member, prefix);
      }
    }
  }

  /** Whether {@code path} is one of the keys, perhaps in a group of a list. */
  public boolean contains(String path) {
    return keys.contains(path.indexOf('[') < 0 ? path : PLACE_IN_LIST.matcher(path).replaceAll(""));
  }

  /**
   * The value of {@code path} with every name of a file made absolute: of the keys themselves, also
   * where they stand below another key, in rows of a list, or as one of several keys of an axis.
   */
  Object absolute(String path, Object value, Path folder) {
    if (keys.stream().anyMatch(key -> path.equals(key) || path.endsWith("." + key))) {
      return absolute(value, folder);
    }
    if (value instanceof Map<?, ?> group) {
      Map<String, Object> changed = new LinkedHashMap<>();
      group.forEach(
          (key, inner) -> changed.put((String) key, absolute(path + "." + key, inner, folder)));
      return changed;
    }
    if (value instanceof List<?> list) {
      return axis(path.split("\\s*,\\s*", -1), list, folder);
    }
    return value;
  }

  private List<Object> axis(String[] paths, List<?> points, Path folder) {
    List<Object> changed = new ArrayList<>();
    for (Object point : points) {
      boolean zipped =
          paths.length > 1 && point instanceof List<?> values && values.size() == paths.length;
      changed.add(zipped ? zip(paths, (List<?>) point, folder) : absolute(paths[0], point, folder));
    }
    return changed;
  }

  private List<Object> zip(String[] paths, List<?> values, Path folder) {
    List<Object> changed = new ArrayList<>();
    for (int i = 0; i < paths.length; i++) {
      changed.add(absolute("." + paths[i], values.get(i), folder));
    }
    return changed;
  }

  /** One name made absolute, or a list of them. */
  static Object absolute(Object value, Path folder) {
    if (value instanceof List<?> list) {
      List<Object> names = new ArrayList<>();
      list.forEach(name -> names.add(absolute(name, folder)));
      return names;
    }
    if (!(value instanceof String name) || name.isBlank()) {
      return value;
    }
    Path base = folder == null ? Path.of("").toAbsolutePath() : folder;
    return base.resolve(name).normalize().toString();
  }
}
