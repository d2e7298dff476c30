package kleiber.core.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import kleiber.core.Digests;
import kleiber.core.schema.ConfigValues.Entry;

/**
 * A bound configuration as plain values by path, whatever way they were written: 1000, 1e3 and 1k
 * are the same. Its hash is the SHA-256 of all values that decide the outcome of a run, so not of
 * names, folders and logging; with what the values became, it makes a run's identity.
 */
public final class Resolved {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Object> values = new TreeMap<>();
  private final Map<String, Entry> entries;
  private final Set<String> identity;

  /** Later keys with their defaults. */
  private final Set<String> unsaid = new HashSet<>();

  private final Places places;

  private Resolved(ConfigBinder.Bound<?> bound) {
    this.entries = bound.values();
    this.identity = bound.identity();
    this.places = bound.places();
    flatten("", (Record) bound.config(), Map.of());
  }

  /** The plain values of a bound configuration. */
  public static Resolved of(ConfigBinder.Bound<? extends Record> bound) {
    return new Resolved(bound);
  }

  /**
   * @param defaults of keys of {@code group} where they are not those of the {@link Key}
   */
  private void flatten(String prefix, Record group, Map<String, String> defaults) {
    if (entries.containsKey(prefix + "kind")) {
      values.put(prefix + "kind", entries.get(prefix + "kind").value());
    }
    for (RecordComponent component : Members.of(group.getClass()).components()) {
      Object value;
      try {
        component.getAccessor().setAccessible(true);
        value = component.getAccessor().invoke(group);
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException(e);
      }
      String path = prefix + component.getName();
      Inline inline = component.getAnnotation(Inline.class);
      if (inline != null) {
        flatten(prefix, (Record) value, Members.defaults(inline));
      } else if (value instanceof Record nested) {
        flatten(path + ".", nested, Map.of());
        noteKind(component, path + ".kind");
      } else if (isOfGroups(value)) {
        List<?> groups = (List<?>) value;
        for (int i = 0; i < groups.size(); i++) {
          flatten(path + "[" + i + "].", (Record) groups.get(i), Map.of());
        }
      } else {
        values.put(path, plain(value));
        noteValue(component, path, defaults);
      }
    }
  }

  private void noteKind(RecordComponent component, String path) {
    Key key = component.getAnnotation(Key.class);
    if (key != null && key.later() && key.value().equals(values.get(path))) {
      unsaid.add(path);
    }
  }

  private void noteValue(RecordComponent component, String path, Map<String, String> defaults) {
    Key key = component.getAnnotation(Key.class);
    if (key == null || !key.later()) {
      return;
    }
    String written = defaults.getOrDefault(component.getName(), key.value());
    Object standard =
        ValueReader.read(
            written.isEmpty() ? null : written,
            component.getType(),
            ConfigBinder.element(component),
            key);
    if (Objects.equals(values.get(path), plain(standard))) {
      unsaid.add(path);
    }
  }

  private static boolean isOfGroups(Object value) {
    return value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Record;
  }

  /** Numbers without trailing zeros, enums as written in YAML, paths as text. */
  private static Object plain(Object value) {
    if (value == null || value instanceof Boolean || value instanceof String) {
      return value;
    }
    if (value instanceof Number number) {
      return new BigDecimal(number.toString()).stripTrailingZeros();
    }
    if (value instanceof Enum<?> constant) {
      return YamlName.of(constant);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Resolved::plain).toList();
    }
    return value.toString();
  }

  /** All plain values by path, sorted. */
  public Map<String, Object> values() {
    return values;
  }

  /** Whether a value decides the outcome of a run. */
  public boolean isIdentity(String path) {
    return identity.contains(path);
  }

  /** Whether a value is in the hash: a later key with its default is not. */
  public boolean isHashed(String path) {
    return isIdentity(path) && !unsaid.contains(path);
  }

  /** Whether a value names files. */
  public boolean isPlace(String path) {
    return places.contains(path);
  }

  /** Every value with its origin, by path. */
  public ObjectNode toJson() {
    ObjectNode all = JSON.createObjectNode();
    values.forEach(
        (path, value) -> {
          ObjectNode node = all.putObject(path);
          node.set("value", JSON.valueToTree(value));
          Entry entry = entries.get(path);
          node.put("origin", entry == null ? "default" : entry.origin());
        });
    return all;
  }

  /**
   * In what another configuration differs that was written down by {@link #toJson}, in words. A key
   * that was not there yet had its default.
   *
   * @param leaving keys that are not compared
   */
  public List<String> differences(JsonNode before, Set<String> leaving) {
    List<String> differences = new ArrayList<>();
    Set<String> paths = new TreeSet<>(values.keySet());
    before.fieldNames().forEachRemaining(paths::add);
    for (String path : paths) {
      JsonNode then = before.path(path).path("value");
      JsonNode now = JSON.valueToTree(values.get(path));
      boolean known = before.has(path) || !isDefault(path);
      boolean compared =
          known && !leaving.contains(path) && !isPlace(path) && isIdentityOf(path, before);
      if (compared && !text(then).equals(text(now))) {
        differences.add(path + " was " + text(then) + " and is " + text(now));
      }
    }
    return differences;
  }

  private boolean isDefault(String path) {
    return !entries.containsKey(path) || entries.get(path).rank() == 0;
  }

  /** A key that only the other has belongs to a kind that was chosen there. */
  private boolean isIdentityOf(String path, JsonNode before) {
    return isIdentity(path) || !values.containsKey(path) && before.has(path);
  }

  private static String text(JsonNode value) {
    if (value.isMissingNode()) {
      return "not given";
    } else if (value.isNumber()) {
      return value.decimalValue().stripTrailingZeros().toPlainString();
    } else if (value.isArray()) {
      List<String> items = new ArrayList<>();
      value.forEach(item -> items.add(text(item)));
      return items.toString();
    }
    return value.isValueNode() ? value.asText() : value.toString();
  }

  /** SHA-256 of all that was asked for, in hexadecimal: names of files, not what is in them. */
  public String hash() {
    Map<String, Object> parts = new TreeMap<>(values);
    parts.keySet().removeIf(path -> !isHashed(path));
    return hash(parts);
  }

  /** SHA-256 of the canonical form of values, in hexadecimal. */
  public static String hash(Map<String, Object> parts) {
    ArrayNode canonical = JSON.createArrayNode();
    parts.forEach(
        (path, value) ->
            canonical.add(
                path + "=" + (value instanceof BigDecimal n ? n.toPlainString() : value)));
    MessageDigest sha = Digests.sha256();
    sha.update(canonical.toString().getBytes(StandardCharsets.UTF_8));
    return Digests.hex(sha);
  }
}
