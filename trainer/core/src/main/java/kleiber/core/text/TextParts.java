package kleiber.core.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** A stream decoded part by part. Malformed bytes become U+FFFD and are counted. */
abstract class TextParts {
  /** Bytes decoded at a time. */
  static final int BLOCK = 1 << 20;

  /** The parts of a stream, which stands behind its byte-order mark. */
  static TextParts of(InputStream in, Charset charset, Replacements replacements) {
    return charset.equals(StandardCharsets.UTF_8)
        ? new Utf8Parts(in, replacements)
        : new CharsetParts(in, charset, replacements);
  }

  /** The next part, of whole characters; null at the end. */
  abstract String next() throws IOException;

  /** The same text for those who want it by the character. */
  Reader asReader() {
    return new Reader() {
      private String part = "";
      private int at;

      @Override
      public int read(char[] target, int offset, int length) throws IOException {
        while (at == part.length()) {
          part = next();
          at = 0;
          if (part == null) {
            part = "";
            return -1;
          }
        }
        int count = Math.min(length, part.length() - at);
        part.getChars(at, at + count, target, offset);
        at += count;
        return count;
      }

      @Override
      public void close() {}
    };
  }
}
