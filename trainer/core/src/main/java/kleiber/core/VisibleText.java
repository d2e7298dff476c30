package kleiber.core;

/**
 * Text from elsewhere in documents and tables. A control character breaks XML and moves a
 * terminal's cursor, and a mark of direction makes what follows read backwards: each character that
 * cannot be seen becomes U+FFFD, the sign for one that cannot be shown. {@link Shown} is for
 * messages, which say which character it was.
 */
public final class VisibleText {
  private static final int REPLACED = 0xFFFD;

  private VisibleText() {}

  /** The same text with its lines, each character that cannot be seen replaced. */
  public static String of(String text) {
    if (text.codePoints().noneMatch(Shown::isUnseen)) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length());
    text.replace("\r\n", "\n")
        .codePoints()
        .map(c -> Shown.isUnseen(c) && c != '\n' && c != '\t' ? REPLACED : c)
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }

  /** The same in one line, for a cell of a table. */
  public static String line(String text) {
    return of(text).replace('\n', ' ').replace('\t', ' ');
  }
}
