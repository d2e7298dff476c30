package kleiber.analysis.table;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kleiber.analysis.law.Input;
import kleiber.core.KleiberException;
import kleiber.core.Shown;
import kleiber.core.schema.Quantity;

/** Numbers in the cells of tables. */
public final class CellNumber {
  private static final Pattern SUFFIXED = Pattern.compile("(.*[0-9._])\\s*([kKmMbBgGtT])");

  private static final Pattern NOT_FINITE =
      Pattern.compile("[-+]?(nan|na|n/a|null|none|inf|infinity|∞)", Pattern.CASE_INSENSITIVE);

  /** More than this no number in a table has. */
  private static final int MOST_CHARACTERS = 100;

  private CellNumber() {}

  /** A cell's number, such as 1e3 or 1k; NaN where it holds none that is finite. */
  public static double of(String cell) {
    return parsed(text(cell), Unit.ONE);
  }

  /**
   * A cell's count. One with a suffix, such as {@code 160m} or {@code 1.4 B}, says its unit itself.
   *
   * @param unit of cells without
   */
  public static double of(String cell, Unit unit) {
    String text = text(cell);
    Matcher suffixed = SUFFIXED.matcher(text);
    return suffixed.matches()
        ? parsed(suffixed.group(1), Unit.find(suffixed.group(2)).orElseThrow())
        : parsed(text, unit);
  }

  /**
   * The positive count in a column of a row.
   *
   * @param unit of cells without a suffix
   * @param index of the row, from 0
   * @throws KleiberException naming the row and column where it is none
   */
  public static double positive(
      Path file, Map<String, String> row, String column, Unit unit, int index) {
    double value = of(row.get(column), unit);
    if (!(value > 0)) {
      throw KleiberException.usage(
          String.format(
              Locale.ROOT,
              "%s row %d, column %s: \"%s\" is not a positive number; correct or remove the row",
              file,
              index + 1,
              column,
              Shown.value(row.getOrDefault(column, ""))));
    }
    return value;
  }

  /** A cell in the unit of its column: only what is counted can have a suffix of any case. */
  static double of(String cell, Input input, ColumnUnits units) {
    return switch (input) {
      case N, D, C, U, S, B -> of(cell, units.of(input));
      case L, H -> of(cell);
    };
  }

  /** A cell without spaces about it; empty where there is none, or more than any number has. */
  private static String text(String cell) {
    return cell == null || cell.length() > MOST_CHARACTERS ? "" : cell.strip();
  }

  /**
   * Whether a cell says that there is no number, as a run that diverged does: NaN or an infinity,
   * however written and in R and Python too, or a number beyond all that can be computed with.
   */
  public static boolean isNotFinite(String cell) {
    String text = text(cell);
    try {
      return NOT_FINITE.matcher(text).matches() || Double.isInfinite(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** In decimals, so that 1.4B and 1400000000 are one number. */
  private static double parsed(String text, Unit unit) {
    try {
      double value = Quantity.parse(text).multiply(BigDecimal.valueOf(unit.factor())).doubleValue();
      return Double.isInfinite(value) ? Double.NaN : value;
    } catch (IllegalArgumentException | ArithmeticException e) {
      return Double.NaN;
    }
  }
}
