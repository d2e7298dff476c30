package kleiber.analysis.table;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a column is called.
 *
 * @param text as in the table
 * @param plain in lower case, without spaces, signs and unit
 * @param unit what stands in brackets at its end, such as {@code M} of {@code Params (M)}; empty
 *     where that is no unit
 */
record ColumnName(String text, String plain, String unit) {
  private static final Pattern IN_BRACKETS = Pattern.compile("(.+?)\\s*[(\\[]([^()\\[\\]]+)[)\\]]");

  /** What pandas calls a column without a name when it reads one. */
  private static final Pattern UNNAMED = Pattern.compile("\\s*|Unnamed: \\d+(_level_\\d+)?");

  /** Columns with more characters have names that nobody gave by hand. */
  private static final int LONGEST = 200;

  static ColumnName of(String text) {
    if (text.length() > LONGEST) {
      return new ColumnName(text, text, "");
    }
    Matcher brackets = IN_BRACKETS.matcher(text.strip());
    if (brackets.matches()) {
      String unit = brackets.group(2).strip();
      // A digit or two number a column: its second writing, not its unit.
      boolean number = unit.matches("\\d{1,3}");
      if (!number && Unit.find(unit).isPresent() || LossUnit.find(unit).isPresent()) {
        return new ColumnName(text, plain(brackets.group(1)), unit);
      }
    }
    return new ColumnName(text, plain(text), "");
  }

  /** Whether a column has no name, as the index that pandas writes: it means nothing. */
  static boolean isMissing(String text) {
    return UNNAMED.matcher(text).matches();
  }

  /** Letters of all alphabets stay, so that ΔL is not L. */
  private static String plain(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }
}
