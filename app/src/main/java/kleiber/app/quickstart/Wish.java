package kleiber.app.quickstart;

import java.util.List;
import java.util.stream.Collectors;
import kleiber.core.Shown;
import kleiber.core.schema.ConfigValues;
import kleiber.core.schema.Edit;
import kleiber.core.schema.Quantity;

/**
 * One thing that a user asks of a quickstart, as keys of its spec: so it is kept where all that was
 * decided is, and can be held against that later.
 *
 * @param option of the command line
 * @param words its value as given
 * @param given whether the user gave it, and not the program
 * @param edits the keys that it stands for, with their values
 */
record Wish(String option, String words, boolean given, List<Edit> edits) {
  /** Whether a spec has other values. */
  boolean differs(ConfigValues spec) {
    return edits.stream()
        .anyMatch(edit -> !plain(edit.value()).equals(plain(at(spec, edit.path()))));
  }

  /** What was asked beside what a spec has. */
  String against(ConfigValues spec) {
    String has =
        edits.stream()
            .map(Edit::path)
            .filter(key -> at(spec, key) != null)
            .map(key -> key + ": " + Shown.value(at(spec, key)))
            .collect(Collectors.joining(", "));
    return option + " " + Shown.value(words) + ": it has " + (has.isEmpty() ? "none" : has);
  }

  private static Object at(ConfigValues spec, String key) {
    ConfigValues.Entry entry = spec.entries().get(key);
    return entry == null ? null : entry.value();
  }

  /** A value in the one form that all ways to write it share. */
  private static Object plain(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(Wish::plain).toList();
    }
    String text = String.valueOf(value);
    try {
      return Quantity.parse(text).stripTrailingZeros().toPlainString();
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
