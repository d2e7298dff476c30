package kleiber.lm.tokenizer;

import java.util.function.Consumer;

/** The end-of-text token written out in a text, as TinyStories has it, is that token. */
final class EndOfText {
  private EndOfText() {}

  /**
   * Splits {@code text} at the token.
   *
   * @param part takes what lies between, in order
   * @param mark called where the token stands
   */
  static void split(String text, Consumer<String> part, Runnable mark) {
    int at = 0;
    for (int found = find(text, 0); found >= 0; found = find(text, at)) {
      part.accept(text.substring(at, found));
      mark.run();
      at = found + TokenizerJson.END_OF_TEXT.length();
    }
    part.accept(at == 0 ? text : text.substring(at));
  }

  private static int find(String text, int from) {
    return text.indexOf(TokenizerJson.END_OF_TEXT, from);
  }
}
