package kleiber.analysis.table;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import kleiber.core.KleiberException;
import kleiber.record.table.RunColumn;

/** Losses on two texts, or on one text in two kinds of tokens, do not lie on one law. */
final class OneText {
  private static final String COLUMN = RunColumn.DATA_DIGEST.key();
  private static final int SHOWN_DIGITS = 12;

  private OneText() {}

  /**
   * Refuses a table of runs on different tokens, as far as it says so.
   *
   * @throws KleiberException naming the digests and how many rows have each
   */
  static void require(List<TableRow> rows, String source) {
    Map<String, Long> counts =
        rows.stream()
            .map(row -> row.cells().get(COLUMN))
            .filter(Objects::nonNull)
            .collect(Collectors.groupingBy(digest -> digest, TreeMap::new, Collectors.counting()));
    if (counts.size() > 1) {
      throw KleiberException.usage(
          source
              + " has runs on "
              + counts.size()
              + " different sets of tokens, and their losses do not lie on one law; column "
              + COLUMN
              + ": "
              + counts.entrySet().stream()
                  .map(entry -> shown(entry.getKey()) + " in " + entry.getValue() + " rows")
                  .collect(Collectors.joining(", "))
              + "; make a table of each");
    }
  }

  private static String shown(String digest) {
    return digest.substring(0, Math.min(SHOWN_DIGITS, digest.length())) + "…";
  }
}
