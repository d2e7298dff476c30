package kleiber.app.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import kleiber.core.VisibleText;

/** Columns for people: the first and the last to the left, the others to the right. */
final class TextTable {
  private static final int LONGEST = 400;

  private final List<String[]> rows = new ArrayList<>();

  TextTable(String... head) {
    rows.add(head);
  }

  /** Adds a row: cells may come from files of others, such as the message of a failed run. */
  void row(String... cells) {
    rows.add(Stream.of(cells).map(TextTable::shown).toArray(String[]::new));
  }

  private static String shown(String cell) {
    String line = VisibleText.line(cell);
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }

  String toText() {
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
        boolean left = i == 0 || i == columns - 1;
        String gap = " ".repeat(widths[i] - row[i].length());
        line.append(i == 0 ? "" : "  ").append(left ? row[i] + gap : gap + row[i]);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
