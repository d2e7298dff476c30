package kleiber.core.text;

import java.util.Locale;
import java.util.Optional;

/**
 * Characters of a text that stand for lost ones. Bytes that are malformed become U+FFFD; a text
 * that was decoded wrongly before holds U+FFFD already.
 */
final class Replacements {
  static final char SIGN = '\uFFFD';

  /** A text with more of it than this was ruined on its way. */
  private static final double MOST = 0.01;

  private long characters;
  private long malformed;
  private long inherited;

  /** Characters beyond ASCII that are whole, where there are malformed ones beside them. */
  private long whole;

  /**
   * Counts those of a part.
   *
   * @param text the part, decoded
   * @param there how many of its signs stood in the file as such
   */
  void count(String text, int there) {
    characters += text.length();
    int signs = occurrences(text);
    inherited += there;
    if (signs > there) {
      malformed += signs - there;
      whole += text.chars().filter(c -> c >= 0x80).count() - signs;
    }
  }

  /** The signs in a text: quick where it holds Latin letters only, since then there are none. */
  static int occurrences(String text) {
    int count = 0;
    for (int at = text.indexOf(SIGN); at >= 0; at = text.indexOf(SIGN, at + 1)) {
      count++;
    }
    return count;
  }

  /** Signs that stand for malformed bytes. */
  long malformed() {
    return malformed;
  }

  /** What is wrong with the text, if it is not what its encoding says. */
  Optional<Content.Unreadable> fault(TextSource source) {
    if (malformed > whole) {
      return Optional.of(
          new Content.Unreadable(
              String.format(
                  Locale.ROOT,
                  "is not text in %s: %,d of its first %,d characters are malformed",
                  source.encoding().name(),
                  malformed,
                  characters),
              "if it is text in another encoding, name that with "
                  + source.setting("encoding", "latin1")
                  + " or the like; else leave it out"));
    }
    if (malformed + inherited > MOST * characters) {
      return Optional.of(
          new Content.Unreadable(
              String.format(
                  Locale.ROOT,
                  "holds %,d signs of lost characters (U+FFFD) in its first %,d characters",
                  malformed + inherited,
                  characters),
              "decode it rightly from its source, or leave it out"));
    }
    return Optional.empty();
  }
}
