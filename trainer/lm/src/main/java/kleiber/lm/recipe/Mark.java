package kleiber.lm.recipe;

import java.util.List;
import kleiber.core.schema.Key;

/**
 * How well values are known.
 *
 * @param mark how well
 * @param source the labels of sources joined by +, empty for none
 * @param keys the configuration keys, or groups of them, it is about
 * @param note a remark, empty for none
 */
public record Mark(
    @Key(doc = "V, D, M or U.") Grade mark,
    @Key(doc = "The label of a source.", value = "") String source,
    @Key(doc = "The configuration keys, or groups of them.") List<String> keys,
    @Key(doc = "A remark.", value = "") String note) {
  /** A mark without source or note has empty ones. */
  public Mark {
    source = source == null ? "" : source;
    note = note == null ? "" : note;
  }

  /** How well a value is known. */
  public enum Grade {
    /** Read in the source. */
    V("verified in the source"),
    /** Computed from what was read. */
    D("derived"),
    /** Recalled, not read again. */
    M("recalled"),
    /** Not published: the value here is our choice. */
    U("not published; our choice");

    private final String meaning;

    Grade(String meaning) {
      this.meaning = meaning;
    }

    /** In words. */
    public String meaning() {
      return meaning;
    }
  }

  /** Length of the longest of the keys that {@code key} is, or lies in; -1 for none. */
  int fit(String key) {
    return keys.stream()
        .filter(own -> key.equals(own) || key.startsWith(own + "."))
        .mapToInt(String::length)
        .max()
        .orElse(-1);
  }
}
