package kleiber.lm.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import kleiber.core.schema.Resolved;
import kleiber.record.Basis;

/**
 * What a run is: its configuration, and what that rests on. Two runs of one identity end bit for
 * bit alike; where a text is edited, or another precision is chosen by {@code auto}, the identity
 * is another.
 */
public final class Identity {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Resolved configuration;
  private final Basis basis;

  /** Worked out once: a sweep asks for it many times a run. */
  private final String hash;

  /**
   * @param configuration as asked for
   * @param basis what it became; null where the data cannot be opened
   */
  public Identity(Resolved configuration, Basis basis) {
    this.configuration = configuration;
    this.basis = basis;
    this.hash = hashed();
  }

  /** As asked for. */
  public Resolved configuration() {
    return configuration;
  }

  /** What it became; null where the data cannot be opened. */
  public Basis basis() {
    return basis;
  }

  /** SHA-256 in hexadecimal. */
  public String hash() {
    return hash;
  }

  private String hashed() {
    if (basis == null) {
      return configuration.hash();
    }
    Map<String, Object> parts = new TreeMap<>();
    values()
        .forEach(
            (path, value) -> {
              if (configuration.isHashed(path) && !configuration.isPlace(path)) {
                parts.put(path, value);
              }
            });
    parts.put("basis.dataDigest", basis.dataDigest());
    parts.put("basis.trainTokens", basis.trainTokens());
    parts.put("basis.tokenizerDigest", basis.tokenizerDigest());
    return Resolved.hash(parts);
  }

  /** The first 12 hexadecimal digits of {@link #hash()}: what folders are named by. */
  public String hash12() {
    return hash.substring(0, 12);
  }

  /**
   * The plain values of the configuration by path, {@code auto} and {@code threads: 0} resolved.
   */
  public Map<String, Object> values() {
    Map<String, Object> values = new TreeMap<>(configuration.values());
    if (basis != null) {
      values.put("backend", basis.backend());
      values.put("precision", basis.precision());
      values.put("threads", BigDecimal.valueOf(basis.threads()));
    }
    return values;
  }

  /** The content of {@code resolved.json}: both hashes, what the run rests on, every value. */
  public ObjectNode toJson() {
    ObjectNode root = JSON.createObjectNode();
    root.put("schemaVersion", 1).put("hash", hash).put("configuration", configuration.hash());
    if (basis != null) {
      root.set("basis", JSON.valueToTree(basis));
    }
    root.set("values", configuration.toJson());
    return root;
  }
}
