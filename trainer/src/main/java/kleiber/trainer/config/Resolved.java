package kleiber.trainer.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import kleiber.trainer.config.ConfigValues.Entry;
import kleiber.trainer.data.Digests;

/**
 * A bound configuration as plain values by path, whatever way they were written: 1000, 1e3 and 1k
 * are the same. Its identity is the SHA-256 of all values that decide the outcome of a run, so not
 * of names, folders and logging.
 */
public final class Resolved {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Object> values = new TreeMap<>();
  private final Map<String, Entry> entries;
  private final Set<String> identity;

  private Resolved(ConfigBinder.Bound<?> bound) {
    this.entries = bound.values();
    this.identity = bound.identity();
    flatten("", (Record) bound.config());
  }

  /** The plain values of a bound configuration. */
  public static Resolved of(ConfigBinder.Bound<? extends Record> bound) {
    return new Resolved(bound);
  }

  private void flatten(String prefix, Record group) {
    if (entries.containsKey(prefix + "kind")) {
      values.put(prefix + "kind", entries.get(prefix + "kind").value());
    }
    for (RecordComponent component : group.getClass().getRecordComponents()) {
      Object value;
      try {
        component.getAccessor().setAccessible(true);
        value = component.getAccessor().invoke(group);
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException(e);
      }
      String path = prefix + component.getName();
      if (value instanceof Record nested) {
        flatten(path + ".", nested);
      } else {
        values.put(path, plain(value));
      }
    }
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
      return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
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

  /** Every value with its origin, the content of {@code resolved.json}. */
  public ObjectNode toJson() {
    ObjectNode root = JSON.createObjectNode();
    root.put("schemaVersion", 1).put("hash", hash());
    ObjectNode all = root.putObject("values");
    values.forEach(
        (path, value) -> {
          ObjectNode node = all.putObject(path);
          node.set("value", JSON.valueToTree(value));
          Entry entry = entries.get(path);
          node.put("origin", entry == null ? "default" : entry.origin());
        });
    return root;
  }

  /** SHA-256 of the canonical form, in hexadecimal. */
  public String hash() {
    ArrayNode canonical = JSON.createArrayNode();
    values.forEach(
        (path, value) -> {
          if (identity.contains(path)) {
            canonical.add(path + "=" + (value instanceof BigDecimal n ? n.toPlainString() : value));
          }
        });
    MessageDigest sha = Digests.sha256();
    sha.update(canonical.toString().getBytes(StandardCharsets.UTF_8));
    return Digests.hex(sha);
  }

  /** The first 12 hexadecimal digits of {@link #hash()}: what folders are named by. */
  public String hash12() {
    return hash().substring(0, 12);
  }
}
