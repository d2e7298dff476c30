package kleiber.core.text;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Lines of CSV (RFC 4180) that spreadsheets take for nothing else. A text that begins like a
 * formula ({@code = + - @}) gets an apostrophe before it, as spreadsheets mark text; numbers stay
 * numbers. {@link #read} takes the apostrophe off again, so that what was written is what is read.
 */
public final class CsvText {
  private static final Pattern FORMULA = Pattern.compile("'*[=+\\-@\\t\\r].*", Pattern.DOTALL);
  private static final Pattern MARKED = Pattern.compile("'+[=+\\-@\\t\\r].*", Pattern.DOTALL);
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?|-Infinity");

  /** What a reader could take for the end of a cell, of a line, for a comment or for no text. */
  private static final Pattern QUOTED = Pattern.compile("[,;\\t|\"\\r\\n#]|^\\s|\\s$");

  private CsvText() {}

  /** A line of cells with its end. A null is an empty cell. */
  public static String line(Collection<?> values) {
    return values.stream().map(CsvText::cell).collect(Collectors.joining(",")) + "\n";
  }

  private static String cell(Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Number) {
      return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }
    String text = value.toString();
    boolean formula = FORMULA.matcher(text).matches() && !NUMBER.matcher(text).matches();
    String marked = formula ? "'" + text : text;
    return QUOTED.matcher(marked).find() ? '"' + marked.replace("\"", "\"\"") + '"' : marked;
  }

  /** The text of a cell, without the apostrophe that marks what begins like a formula. */
  public static String read(String cell) {
    return cell.startsWith("'") && MARKED.matcher(cell).matches() ? cell.substring(1) : cell;
  }
}
