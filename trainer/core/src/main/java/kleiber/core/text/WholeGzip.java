package kleiber.core.text;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * All that gzip unpacks to, or a fault. Java's own stream ends without a word where a later part of
 * a file is damaged, and what follows would be missing from the text.
 */
final class WholeGzip extends GZIPInputStream {
  /** Bytes of length and check sum behind a part, which Java reads from a copy. */
  private static final int TRAILER = 8;

  WholeGzip(InputStream in, int buffer) throws IOException {
    super(in, buffer);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    boolean ended = eos;
    int count = super.read(target, offset, length);
    if (count < 0 && !ended) {
      requireEnd();
    }
    return count;
  }

  /** Zeros may follow: some tapes and tools fill up with them. */
  private void requireEnd() throws IOException {
    for (int i = len - inf.getRemaining() + TRAILER; i < len; i++) {
      require(buf[i] == 0);
    }
    byte[] rest = new byte[1 << 12];
    for (int read = in.read(rest); read >= 0; read = in.read(rest)) {
      for (int i = 0; i < read; i++) {
        require(rest[i] == 0);
      }
    }
  }

  private static void require(boolean zero) throws IOException {
    if (!zero) {
      throw new ZipException(
          "behind its end there is more that is not gzip; it is damaged, or something was added");
    }
  }
}
