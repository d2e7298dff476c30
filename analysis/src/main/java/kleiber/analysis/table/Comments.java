package kleiber.analysis.table;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Passes a CSV on and counts the lines below its header that begin with #. */
final class Comments extends FilterReader {
  private boolean atStart = true;
  private boolean belowHeader;
  private long count;

  Comments(Reader text) {
    super(text);
  }

  /** Those passed on so far. */
  long count() {
    return count;
  }

  @Override
  public int read() throws IOException {
    char[] one = new char[1];
    return read(one, 0, 1) < 0 ? -1 : one[0];
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    int read = super.read(target, offset, length);
    for (int i = offset; i < offset + read; i++) {
      pass(target[i]);
    }
    return read;
  }

  private void pass(char c) {
    if (c == '\n' || c == '\r') {
      atStart = true;
    } else if (atStart && !Character.isWhitespace(c)) {
      atStart = false;
      if (c == '#') {
        count += belowHeader ? 1 : 0;
      } else {
        belowHeader = true;
      }
    }
  }
}
