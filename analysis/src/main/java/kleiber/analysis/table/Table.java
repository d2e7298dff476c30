package kleiber.analysis.table;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import kleiber.core.KleiberException;
import kleiber.core.Shown;

/**
 * A file of rows. Its columns are those that any row has: a key that only crashed or held-out runs
 * carry is a column all the same.
 *
 * @param file where it was read
 * @param columns in order of appearance, those without a name left out
 * @param rows cells by column, at least one row; empty cells may be left out
 * @param comments lines below the header that begin with #, which are no rows
 */
public record Table(Path file, Set<String> columns, List<Map<String, String>> rows, long comments) {
  private static final int COLUMNS_SHOWN = 40;

  /** Whether some row may have a column. */
  public boolean has(String column) {
    return columns.contains(column);
  }

  /**
   * Refuses a table without some columns.
   *
   * @param missing those that are not there, each in words
   * @param why what they are needed for, to end the first part of the sentence; may be empty
   */
  public void requireNone(List<String> missing, String why) {
    requireNone(file, columns, missing, why);
  }

  /** The same of a table whose rows nobody holds. */
  public static void requireNone(Path file, Set<String> columns, List<String> missing, String why) {
    if (!missing.isEmpty()) {
      throw KleiberException.usage(
          file
              + " has no column "
              + String.join(", nor ", missing)
              + why
              + "; it has "
              + new TreeSet<>(columns)
                  .stream().limit(COLUMNS_SHOWN).map(Shown::value).collect(Collectors.joining(", "))
              + (columns.size() > COLUMNS_SHOWN
                  ? " and " + (columns.size() - COLUMNS_SHOWN) + " more"
                  : ""));
    }
  }

  /**
   * The column of one of some usual names, the first of which a column has.
   *
   * @param usual in lower case, without spaces and signs
   * @param meaning for messages
   * @return null without one
   * @throws KleiberException where two columns are called that
   */
  ColumnName find(List<String> usual, String meaning) {
    List<ColumnName> names = columns.stream().map(ColumnName::of).toList();
    for (String name : usual) {
      List<ColumnName> found = new ArrayList<>();
      names.stream().filter(column -> column.plain().equals(name)).forEach(found::add);
      if (found.size() > 1) {
        throw KleiberException.usage(
            "%s has columns \"%s\" and \"%s\", either of which could hold %s"
                .formatted(file, found.get(0).text(), found.get(1).text(), meaning));
      }
      if (!found.isEmpty()) {
        return found.get(0);
      }
    }
    return null;
  }

  /** Columns beside {@code chosen} that some usual names fit. */
  List<String> others(List<String> usual, String chosen) {
    return columns.stream()
        .filter(column -> !column.equals(chosen) && usual.contains(ColumnName.of(column).plain()))
        .toList();
  }
}
