package kleiber.core.foreign;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import kleiber.core.KleiberException;
import kleiber.core.Shown;

/**
 * Whether a record that was read, and every record in it, has all that it needs: each component but
 * those that are {@link MayBeMissing}, and each element of a list or map.
 */
public final class Complete {
  private final String place;

  private Complete(String place) {
    this.place = place;
  }

  /**
   * Requires a record to be whole.
   *
   * @param place what it was read from, for messages
   * @return {@code value}
   * @throws KleiberException naming what is missing
   */
  public static <T extends Record> T require(String place, T value) {
    new Complete(place).record("", value);
    return value;
  }

  private void record(String path, Record value) {
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      String inside = path.isEmpty() ? component.getName() : path + "." + component.getName();
      if (component.getType().isPrimitive()) {
        continue;
      }
      Object part = value(component, value);
      if (part != null) {
        part(inside, part);
      } else if (!component.isAnnotationPresent(MayBeMissing.class)) {
        throw missing(inside);
      }
    }
  }

  private void part(String path, Object value) {
    if (value == null) {
      throw missing(path);
    }
    if (value instanceof Record record) {
      record(path, record);
    } else if (value instanceof Collection<?> list) {
      int index = 0;
      for (Object element : list) {
        part(path + "." + index++, element);
      }
    } else if (value instanceof Map<?, ?> map) {
      map.forEach((key, element) -> part(path + "." + key, element));
    }
  }

  private static Object value(RecordComponent component, Record value) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " cannot be read", e);
    }
  }

  private KleiberException missing(String path) {
    return KleiberException.corrupt(place + ": " + Shown.value(path) + " is missing");
  }
}
