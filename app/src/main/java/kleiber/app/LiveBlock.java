package kleiber.app;

import java.io.PrintWriter;
import java.util.List;
import java.util.function.Supplier;

/**
 * Lines at the end of a terminal's output that are drawn again in place. What is printed above them
 * stays; they are cut to fit the terminal, since a line that wraps could not be taken back.
 */
public final class LiveBlock {
  private static final String ESCAPE = "\u001b[";
  private static final String CLEAR_LINE = ESCAPE + "K";
  private static final String CLEAR_BELOW = ESCAPE + "J";
  private static final String CUT = "…";
  private static final long SIZE_NANOS = 1_000_000_000;

  private final PrintWriter out;
  private final Supplier<Terminal> terminal;
  private Terminal size;
  private long asked;
  private int drawn;

  /**
   * A block that is empty.
   *
   * @param terminal its size, asked once a second at most
   */
  public LiveBlock(PrintWriter out, Supplier<Terminal> terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Draws {@code lines} in place of those drawn before; those that do not fit are left out. */
  public void draw(List<String> lines) {
    long now = System.nanoTime();
    if (size == null || now - asked > SIZE_NANOS) {
      size = terminal.get();
      asked = now;
    }
    List<String> shown = lines.subList(0, Math.min(lines.size(), Math.max(1, size.rows() - 1)));
    moveUp();
    shown.forEach(line -> out.print(cut(line, size.columns() - 1) + CLEAR_LINE + "\n"));
    out.print(CLEAR_BELOW);
    out.flush();
    drawn = shown.size();
  }

  /** Takes the lines away, so that something can be printed above the block drawn next. */
  public void erase() {
    if (drawn > 0) {
      moveUp();
      out.print(CLEAR_BELOW);
      out.flush();
      drawn = 0;
    }
  }

  /** Leaves the lines where they are. */
  public void keep() {
    drawn = 0;
  }

  private void moveUp() {
    if (drawn > 0) {
      out.print(ESCAPE + drawn + "A\r");
    }
  }

  private static String cut(String line, int width) {
    int length = line.codePointCount(0, line.length());
    return length <= width
        ? line
        : line.substring(0, line.offsetByCodePoints(0, Math.max(0, width - 1))) + CUT;
  }
}
