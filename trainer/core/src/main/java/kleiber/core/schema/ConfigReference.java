package kleiber.core.schema;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Describes every key of a configuration record in Markdown, from its {@link Key} annotations. */
public final class ConfigReference {
  private final StringBuilder text = new StringBuilder();

  private ConfigReference() {}

  /** One table a group: key, default, allowed values, meaning. */
  public static String markdown(Class<? extends Record> type) {
    ConfigReference reference = new ConfigReference();
    reference.table("", type, "## ");
    return reference.text.toString();
  }

  /**
   * @param heading the marks before the name of a group in it
   */
  private void table(String prefix, Class<?> type, String heading) {
    List<RecordComponent> keys = components(type).filter(c -> !isGroup(c)).toList();
    if (!keys.isEmpty()) {
      text.append("| key | default | allowed | meaning |\n|---|---|---|---|\n");
      Map<String, String> defaults = defaults(type);
      keys.forEach(key -> row(prefix, key, defaults));
      text.append('\n');
    }
    for (RecordComponent group : components(type).toList()) {
      if (group.getType().isRecord()) {
        text.append(heading).append(prefix).append(group.getName()).append("\n\n");
        table(prefix + group.getName() + ".", group.getType(), heading);
      } else if (group.getType().isSealed()) {
        kinds(prefix + group.getName(), group);
      } else {
        groups(prefix + group.getName() + "[]", ConfigBinder.element(group));
      }
    }
  }

  /** A type's own components, and those of records whose keys stand beside its own. */
  private static Stream<RecordComponent> components(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .flatMap(
            component ->
                component.isAnnotationPresent(Inline.class)
                    ? components(component.getType())
                    : Stream.of(component));
  }

  /** Defaults that are not those of the keys themselves, by name. */
  private static Map<String, String> defaults(Class<?> type) {
    Map<String, String> defaults = new HashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Inline inline = component.getAnnotation(Inline.class);
      if (inline != null) {
        defaults.putAll(Members.defaults(inline));
      }
    }
    return defaults;
  }

  /** The keys of one group of a list. */
  private void groups(String path, Class<?> element) {
    if (element != null && ConfigBinder.isGroup(element)) {
      text.append("## ").append(path).append("\n\n");
      if (element.isRecord()) {
        table(path + ".", element, "## ");
      } else {
        members(path, element, "");
      }
    }
  }

  private void kinds(String path, RecordComponent family) {
    Key key = family.getAnnotation(Key.class);
    text.append("## ").append(path).append("\n\n");
    text.append(key.doc()).append(" `").append(path).append(".kind` is one of:\n\n");
    members(path, family.getType(), key.value());
  }

  private void members(String path, Class<?> family, String standard) {
    for (Class<?> member : family.getPermittedSubclasses()) {
      String name = YamlName.of(member);
      text.append("### `").append(name).append('`');
      text.append(name.equals(standard) ? " (default)\n\n" : "\n\n");
      table(path + ".", member, "#### ");
    }
  }

  private void row(String prefix, RecordComponent component, Map<String, String> defaults) {
    Key key = component.getAnnotation(Key.class);
    String value = defaults.getOrDefault(component.getName(), key.value());
    String standard =
        value.equals(Key.REQUIRED) ? "required" : value.isEmpty() ? "none" : "`" + value + "`";
    String doc =
        key.doc()
            + (key.identity() ? "" : " Not part of a run's identity.")
            + (key.place()
                ? " Relative to the file that gives it; a run's identity holds the content."
                : "");
    text.append("| `").append(prefix).append(component.getName()).append("` | ").append(standard);
    text.append(" | ").append(allowed(component, key)).append(" | ").append(doc);
    text.append(" |\n");
  }

  private static boolean isGroup(RecordComponent component) {
    return ConfigBinder.isGroup(component.getType());
  }

  private static String allowed(RecordComponent component, Key key) {
    Class<?> type = component.getType();
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(c -> YamlName.of((Enum<?>) c))
          .collect(Collectors.joining(", "));
    }
    if (type == Map.class) {
      return "keys with values";
    }
    if (type == List.class) {
      Class<?> element = ConfigBinder.element(component);
      return element != null && ConfigBinder.isGroup(element) ? "list of groups" : "list";
    }
    if (type == boolean.class) {
      return "true, false";
    }
    if (type == String.class || type == java.nio.file.Path.class) {
      return "text";
    }
    String kind = type == double.class || type == Double.class ? "number" : "whole number";
    String low = key.min() == Double.NEGATIVE_INFINITY ? "" : " ≥ " + plain(key.min());
    String high = key.max() == Double.POSITIVE_INFINITY ? "" : " ≤ " + plain(key.max());
    return kind + low + high;
  }

  private static String plain(double bound) {
    return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
  }
}
