package kleiber.core.text;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Finds out what a file holds, by its beginning and its name. */
final class Sniffer {
  /** Bytes that are looked at. */
  static final int HEAD = 1 << 14;

  /** Control characters that a text may hold at most, as a fraction. */
  private static final double MOST_CONTROLS = 0.05;

  private static final String MAKE_TEXT =
      "leave it out, or give it as text: Kleiber makes tokens itself";

  private final TextSource source;

  Sniffer(TextSource source) {
    this.source = source;
  }

  /**
   * Looks at a file.
   *
   * @param head its first {@link #HEAD} bytes, or all where it has fewer
   */
  Content look(byte[] head, String name) {
    if (startsWith(head, 0x1F, 0x8B)) {
      return new Content.Gzip();
    }
    if (startsWith(head, 'P', 'K', 3, 4) || startsWith(head, 'P', 'K', 5, 6)) {
      return zip(name.toLowerCase(Locale.ROOT));
    }
    Optional<Signature> signature = Signature.of(head);
    return signature.isPresent()
        ? new Content.Unreadable("is " + signature.get().what(), signature.get().advice())
        : text(head, name);
  }

  private static Content zip(String name) {
    return name.endsWith(".zip") || name.endsWith(".jar")
        ? new Content.Zip()
        : new Content.Unreadable(
            "is a zip archive by another name, such as an Office file, a book or an array",
            "save it as plain text, or name it .zip if there are text files in it");
  }

  private Content text(byte[] head, String name) {
    Content.Text marked = byMark(head);
    Charset charset = marked.mark() > 0 ? marked.charset() : source.encoding();
    Replacements replacements = new Replacements();
    String text = decode(head, marked.mark(), charset, replacements);
    double controls = (double) text.chars().filter(Sniffer::isControl).count() / text.length();
    if (controls > MOST_CONTROLS) {
      return binary(head, source);
    }
    Optional<Content.Unreadable> fault = replacements.fault(source);
    return fault.isPresent()
        ? fault.get()
        : new Content.Text(charset, marked.mark(), JsonShape.isRecords(name, text, source.field()));
  }

  private static Content.Text byMark(byte[] head) {
    if (startsWith(head, 0xEF, 0xBB, 0xBF)) {
      return new Content.Text(StandardCharsets.UTF_8, 3, false);
    } else if (startsWith(head, 0xFF, 0xFE, 0, 0)) {
      return new Content.Text(Charset.forName("UTF-32LE"), 4, false);
    } else if (startsWith(head, 0, 0, 0xFE, 0xFF)) {
      return new Content.Text(Charset.forName("UTF-32BE"), 4, false);
    } else if (startsWith(head, 0xFF, 0xFE)) {
      return new Content.Text(StandardCharsets.UTF_16LE, 2, false);
    } else if (startsWith(head, 0xFE, 0xFF)) {
      return new Content.Text(StandardCharsets.UTF_16BE, 2, false);
    }
    return new Content.Text(StandardCharsets.UTF_8, 0, false);
  }

  /** As much as is whole, since a head ends anywhere. */
  private static String decode(byte[] head, int mark, Charset charset, Replacements replacements) {
    boolean cut = head.length == HEAD;
    boolean utf8 = charset.equals(StandardCharsets.UTF_8);
    int length = cut && utf8 ? Utf8Parts.wholeCharacters(head, HEAD) : head.length;
    String text = new String(head, mark, length - mark, charset);
    if (cut && !utf8 && text.endsWith(String.valueOf(Replacements.SIGN))) {
      text = text.substring(0, text.length() - 1);
    }
    replacements.count(text, utf8 ? Utf8Parts.signs(head, length) : 0);
    return text;
  }

  private static boolean isControl(int c) {
    boolean layout = c >= '\t' && c <= '\r' || c == '\u001B';
    return c < ' ' && !layout || c == '\u007F';
  }

  /** Where every second byte of a text in Latin letters is 0, it is UTF-16 without its mark. */
  private static Content.Unreadable binary(byte[] head, TextSource source) {
    for (int zeros = 0; zeros < 2; zeros++) {
      int letters = 0;
      for (int i = 0; i + 1 < head.length; i += 2) {
        byte letter = head[i + 1 - zeros];
        letters += head[i + zeros] == 0 && letter >= '\t' && letter < 0x7F ? 1 : 0;
      }
      if (letters > 0.9 * (head.length / 2)) {
        return new Content.Unreadable(
            "looks like UTF-16 without a byte-order mark",
            "name the encoding with "
                + source.setting("encoding", zeros == 1 ? "utf-16le" : "utf-16be"));
      }
    }
    return new Content.Unreadable(
        "is binary, such as another program's tokens (nanoGPT's .bin)", MAKE_TEXT);
  }

  private static boolean startsWith(byte[] head, int... bytes) {
    byte[] wanted = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      wanted[i] = (byte) bytes[i];
    }
    return head.length >= bytes.length
        && Arrays.equals(head, 0, bytes.length, wanted, 0, bytes.length);
  }
}
