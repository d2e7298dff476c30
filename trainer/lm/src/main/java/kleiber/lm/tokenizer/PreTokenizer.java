package kleiber.lm.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * GPT-2's split of text into words that merges never cross (Radford et al. 2019), which is
 * published as the regular expression
 *
 * <pre>'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</pre>
 *
 * <p>Written out, it is several times as fast as {@code java.util.regex}.
 */
public final class PreTokenizer {
  private static final int SPACE = 0;
  private static final int LETTER = 1;
  private static final int NUMBER = 2;
  private static final int OTHER = 3;

  private PreTokenizer() {}

  static void split(String text, Consumer<String> sink) {
    for (int at = 0; at < text.length(); ) {
      int end = end(text, at);
      sink.accept(text.substring(at, end));
      at = end;
    }
  }

  /** Where the word ends that starts at {@code at}. */
  private static int end(String text, int at) {
    int contraction = text.charAt(at) == '\'' ? contraction(text, at + 1) : 0;
    if (contraction > 0) {
      return at + 1 + contraction;
    }
    boolean spaceFirst = text.charAt(at) == ' ' && at + 1 < text.length();
    int start = spaceFirst && kind(text.codePointAt(at + 1)) != SPACE ? at + 1 : at;
    int kind = kind(text.codePointAt(start));
    int end = start;
    while (end < text.length() && kind(text.codePointAt(end)) == kind) {
      end += Character.charCount(text.codePointAt(end));
    }
    // The last of several spaces belongs to the word after them.
    boolean wordFollows = kind == SPACE && end < text.length() && end - at > 1;
    return wordFollows ? end - 1 : end;
  }

  private static int contraction(String text, int at) {
    if (at < text.length() && "sdmt".indexOf(text.charAt(at)) >= 0) {
      return 1;
    }
    boolean two =
        text.startsWith("ll", at) || text.startsWith("ve", at) || text.startsWith("re", at);
    return two ? 2 : 0;
  }

  private static int kind(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER ->
          LETTER;
      case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER ->
          NUMBER;
      case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
          SPACE;
      case Character.CONTROL ->
          codePoint >= '\t' && codePoint <= '\r' || codePoint == 0x85 ? SPACE : OTHER;
      default -> OTHER;
    };
  }

  /**
   * The first place from {@code from} on where a word starts whatever comes before and after: a
   * space or line break behind something visible. The text's end where there is none.
   */
  static int boundary(String text, int from) {
    for (int at = Math.max(1, from); at < text.length(); at++) {
      char c = text.charAt(at);
      if ((c == ' ' || c == '\n') && kind(text.codePointBefore(at)) != SPACE) {
        return at;
      }
    }
    return text.length();
  }

  public static byte[] utf8(String word) {
    return word.getBytes(StandardCharsets.UTF_8);
  }
}
