package kleiber.sweeps.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import kleiber.core.schema.ConfigBinder;
import kleiber.core.schema.Suggestion;
import kleiber.sweeps.tune.Dial;

/**
 * A key of the {@code tune} group: a hyperparameter whose best value is found at every row of the
 * design.
 *
 * @param dial what is tried
 * @param start where the first cell begins; empty for what the rules or the training configuration
 *     say of each
 */
public record TunedKey(Dial dial, OptionalDouble start) {
  /** The peak learning rate. */
  public static final String LR = "optimizer.lr";

  /** Sequences per step. */
  public static final String BATCH = "batch.sequences";

  private static final List<String> KEYS = List.of(LR, BATCH);
  private static final String AUTO = "auto";
  private static final double RATIO = 2;

  /**
   * Reads the group.
   *
   * @param tune by key: a start, {@code auto}, or under {@code KEY.start} and {@code KEY.ratio}
   */
  static List<TunedKey> of(Map<String, Object> tune) {
    Map<String, Map<String, Object>> byKey = new LinkedHashMap<>();
    tune.forEach(
        (path, value) -> {
          String key =
              KEYS.stream().filter(k -> (path + ".").startsWith(k + ".")).findFirst().orElse(path);
          String part = path.length() > key.length() ? path.substring(key.length() + 1) : "start";
          byKey.computeIfAbsent(key, k -> new LinkedHashMap<>()).put(part, value);
        });
    List<TunedKey> keys = new ArrayList<>();
    byKey.forEach((key, parts) -> keys.add(of(key, parts)));
    return List.copyOf(keys);
  }

  private static TunedKey of(String key, Map<String, Object> parts) {
    if (!KEYS.contains(key)) {
      throw new IllegalArgumentException(
          "tune."
              + key
              + ": can be tuned are "
              + String.join(" and ", KEYS)
              + Suggestion.phrase(key, KEYS));
    }
    String unknown =
        parts.keySet().stream()
            .filter(part -> !List.of("start", "ratio").contains(part))
            .collect(Collectors.joining(", "));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("tune." + key + " takes start and ratio, not " + unknown);
    }
    double ratio =
        parts.get("ratio") == null
            ? RATIO
            : ConfigBinder.number("tune." + key + ".ratio", parts.get("ratio"));
    return new TunedKey(new Dial(key, ratio, key.equals(BATCH)), start(key, parts.get("start")));
  }

  private static OptionalDouble start(String key, Object given) {
    if (given == null || given.equals(AUTO)) {
      return OptionalDouble.empty();
    }
    double start = ConfigBinder.number("tune." + key + ".start", given);
    if (!(start > 0)) {
      throw new IllegalArgumentException(
          "tune." + key + ".start = " + given + ": must be above 0, or auto");
    }
    return OptionalDouble.of(start);
  }
}
