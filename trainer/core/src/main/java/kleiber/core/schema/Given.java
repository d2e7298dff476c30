package kleiber.core.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import kleiber.core.Shown;
import kleiber.core.schema.ConfigValues.Entry;

/**
 * The values that are to be bound: which of them a key has asked for, and which count no more since
 * a later source has replaced them.
 */
final class Given {
  private static final String KIND = "kind";
  private static final int MOST_SUGGESTIONS = 50;

  private final Map<String, Entry> entries;
  private final Set<String> known = new LinkedHashSet<>();
  private final Set<String> leftovers = new LinkedHashSet<>();

  Given(Map<String, Entry> entries) {
    this.entries = new LinkedHashMap<>(entries);
  }

  /** The value of a key, null where there is none that counts. */
  Entry take(String path) {
    known.add(path);
    return leftovers.contains(path) ? null : entries.get(path);
  }

  /** What is given at a path where a group should be, null for nothing. */
  Entry takeScalar(String path) {
    Entry entry = entries.get(path);
    if (entry == null || entry.value() == null) {
      return null;
    }
    known.add(path);
    return entry;
  }

  /** Every value below a path, by what its path says after that. */
  Map<String, Object> takeBelow(String path) {
    Map<String, Object> values = new LinkedHashMap<>();
    entries.forEach(
        (key, entry) -> {
          if (key.startsWith(path + ".")) {
            known.add(key);
            values.put(key.substring(path.length() + 1), entry.value());
          }
        });
    return values;
  }

  /**
   * Takes a list of groups apart: the values of its second group are from now on those of {@code
   * path[1].}.
   *
   * @param faults told each element that is no group
   * @return the paths of the groups
   */
  List<String> takeGroups(String path, Entry list, Consumer<String> faults) {
    if (!(list.value() instanceof List<?> groups)) {
      faults.accept(where(path, list) + ": must be a list of groups of keys");
      return List.of();
    }
    List<String> paths = new ArrayList<>();
    for (Object group : groups) {
      String at = path + "[" + paths.size() + "]";
      paths.add(at);
      if (group instanceof Map<?, ?> values) {
        spread(at, values, list, faults);
      } else {
        Entry other = list.with(group);
        faults.accept(where(at, other) + ": must be a group of keys, such as {key: value}");
      }
    }
    return paths;
  }

  private void spread(String path, Map<?, ?> group, Entry list, Consumer<String> faults) {
    group.forEach(
        (key, value) -> {
          String at = path + "." + key;
          if (value instanceof Map<?, ?> nested) {
            spread(at, nested, list, faults);
          } else if (entries.put(at, list.with(value)) != null) {
            faults.accept(where(at, list.with(value)) + ": is given twice; keep one");
          }
        });
  }

  /** A key is left over where a later source gives one that means the same thing. */
  void dropIfReplaced(String path, List<String> rivals) {
    Entry entry = entries.get(path);
    for (String other : rivals) {
      Entry rival = entries.get(other);
      if (entry != null && rival != null && rival.rank() > entry.rank()) {
        leftovers.add(path);
      }
    }
  }

  /** What counts no more. */
  Set<String> leftovers() {
    return leftovers;
  }

  /** Tells each value that no key has asked for; those that a later source replaced are dropped. */
  void rejectUnknown(List<String> violations) {
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      String path = entry.getKey();
      boolean emptyGroup =
          entry.getValue().value() == null
              && known.stream().anyMatch(k -> k.startsWith(path + "."));
      if (!known.contains(path) && isOfAnotherKind(path, entry.getValue())) {
        leftovers.add(path);
      } else if (!known.contains(path) && !emptyGroup) {
        // Nobody reads hundreds of suggestions.
        String suggestion =
            violations.size() < MOST_SUGGESTIONS ? Suggestion.phrase(path, known) : "";
        violations.add(where(path, entry.getValue()) + ": no such key" + suggestion);
      }
    }
  }

  /** Whether a later source has chosen the kind of a group that {@code path} is in. */
  private boolean isOfAnotherKind(String path, Entry entry) {
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
      Entry kind = entries.get(path.substring(0, dot + 1) + KIND);
      if (kind != null && kind.rank() > entry.rank()) {
        return true;
      }
    }
    return false;
  }

  /** A value and where it came from, for messages. */
  static String where(String path, Entry entry) {
    return Shown.value(path) + " = " + Shown.value(entry.value()) + " (" + entry.origin() + ")";
  }
}
