package kleiber.core.schema;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What a record type says of itself, looked up once a type: Java reads components and their
 * annotations anew each time it is asked, and a sweep binds thousands of candidates.
 *
 * @param kind the type's name as the value of a {@code kind} key
 * @param components in their order; their annotations are read once
 * @param constructor the canonical one
 */
record Members(String kind, RecordComponent[] components, Constructor<?> constructor) {
  private static final ClassValue<Members> FOUND =
      new ClassValue<>() {
        @Override
        protected Members computeValue(Class<?> type) {
          return find(type);
        }
      };

  /** The members of {@code type}, which is a record. */
  static Members of(Class<?> type) {
    return FOUND.get(type);
  }

  /** The defaults that a component gives to keys beside it, by name. */
  static Map<String, String> defaults(Inline inline) {
    Map<String, String> defaults = new HashMap<>();
    for (String pair : inline.defaults()) {
      int at = pair.indexOf('=');
      defaults.put(pair.substring(0, at), pair.substring(at + 1));
    }
    return defaults;
  }

  private static Members find(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return new Members(YamlName.of(type), components, constructor);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(type + " cannot be bound", e);
    }
  }
}
