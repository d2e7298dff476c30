package kleiber.trainer.data;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** GPT-2's split of text into words that merges never cross (Radford et al. 2019). */
final class PreTokenizer {
  private static final Pattern WORD =
      Pattern.compile(
          "'(?:[sdmt]|ll|ve|re)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
          Pattern.UNICODE_CHARACTER_CLASS);

  private PreTokenizer() {}

  static void split(String text, Consumer<String> sink) {
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      sink.accept(matcher.group());
    }
  }

  static byte[] utf8(String word) {
    return word.getBytes(StandardCharsets.UTF_8);
  }
}
