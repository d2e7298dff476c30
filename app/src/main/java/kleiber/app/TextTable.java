package kleiber.app;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import kleiber.core.VisibleText;

/** Columns for people: words to the left, numbers to the right. */
public final class TextTable {
  private static final int LONGEST = 400;

  private final IntPredicate ofWords;
  private final List<String[]> rows = new ArrayList<>();

  /** A table with words in its first column and its last. */
  public TextTable(String... head) {
    this(column -> column == 0 || column == head.length - 1, head);
  }

  /**
   * @param ofWords whether a column, counted from 0, holds words
   */
  public TextTable(IntPredicate ofWords, String... head) {
    this.ofWords = ofWords;
    rows.add(head);
  }

  /** Adds a row: cells may come from files of others, such as the message of a failed run. */
  public void row(String... cells) {
    rows.add(Stream.of(cells).map(TextTable::shown).toArray(String[]::new));
  }

  private static String shown(String cell) {
    String line = VisibleText.line(cell);
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }

  /** The rows under their head, each column as wide as it must be. */
  public String toText() {
    int columns = rows.get(0).length;
    int[] widths = new int[columns];
    for (String[] row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String gap = " ".repeat(widths[i] - row[i].length());
        line.append(i == 0 ? "" : "  ").append(ofWords.test(i) ? row[i] + gap : gap + row[i]);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
