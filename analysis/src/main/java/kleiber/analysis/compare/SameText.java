package kleiber.analysis.compare;

import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kleiber.analysis.table.Observations;
import kleiber.core.KleiberException;
import kleiber.record.table.RunColumn;

/** Losses on two texts, or on one in two kinds of tokens, cannot be compared. */
public final class SameText {
  private SameText() {}

  /**
   * Refuses two tables on different tokens, as far as they say so.
   *
   * @throws KleiberException naming the digests
   */
  public static void require(Observations base, Observations variant) {
    String column = RunColumn.DATA_DIGEST.key();
    TreeSet<String> digests =
        Stream.concat(base.rows().stream(), variant.rows().stream())
            .map(row -> row.cells().get(column))
            .filter(Objects::nonNull)
            .collect(Collectors.toCollection(TreeSet::new));
    if (digests.size() > 1) {
      throw KleiberException.usage(
          base.source()
              + " and "
              + variant.source()
              + " have runs on "
              + digests.size()
              + " different sets of tokens (column "
              + column
              + "), so their losses cannot be compared: another text, split or tokenizer; train both"
              + " on the same");
    }
  }
}
