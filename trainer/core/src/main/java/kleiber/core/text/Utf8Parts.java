package kleiber.core.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** UTF-8, at the speed of Java's own decoding of whole arrays. */
final class Utf8Parts extends TextParts {
  private final InputStream in;
  private final Replacements replacements;
  private final byte[] bytes = new byte[BLOCK];
  private int kept;

  Utf8Parts(InputStream in, Replacements replacements) {
    this.in = in;
    this.replacements = replacements;
  }

  @Override
  String next() throws IOException {
    int read = in.readNBytes(bytes, kept, BLOCK - kept);
    int length = kept + read;
    if (length == 0) {
      return null;
    }
    int whole = length == BLOCK ? wholeCharacters(bytes, length) : length;
    String text = new String(bytes, 0, whole, StandardCharsets.UTF_8);
    boolean signs = text.indexOf(Replacements.SIGN) >= 0;
    replacements.count(text, signs ? signs(bytes, whole) : 0);
    kept = length - whole;
    System.arraycopy(bytes, whole, bytes, 0, kept);
    return text;
  }

  /** The bytes before a last character that is cut off, if it is. */
  static int wholeCharacters(byte[] bytes, int length) {
    int lead = length - 1;
    while (lead > length - 4 && (bytes[lead] & 0xC0) == 0x80) {
      lead--;
    }
    int first = bytes[lead] & 0xFF;
    int needed = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
    return lead + needed > length ? lead : length;
  }

  /** Where U+FFFD itself is written. */
  static int signs(byte[] bytes, int length) {
    int count = 0;
    for (int i = 0; i + 2 < length; i++) {
      boolean sign =
          bytes[i] == (byte) 0xEF && bytes[i + 1] == (byte) 0xBF && bytes[i + 2] == (byte) 0xBD;
      count += sign ? 1 : 0;
    }
    return count;
  }
}
