package kleiber.lm.objective;

import kleiber.lm.tokenizer.Tokenizer;

/** Where words begin in a sequence of tokens, from the letters at the tokens' ends. */
final class Words {
  private final boolean[] startsInside;
  private final boolean[] endsInside;

  private Words(boolean[] startsInside, boolean[] endsInside) {
    this.startsInside = startsInside;
    this.endsInside = endsInside;
  }

  /**
   * The words of a tokenizer.
   *
   * @param tokenizer null where there is no text: every token is a word
   */
  static Words of(int vocabulary, Tokenizer tokenizer) {
    boolean[] starts = new boolean[vocabulary];
    boolean[] ends = new boolean[vocabulary];
    for (int token = 0; token < vocabulary && tokenizer != null; token++) {
      String text = tokenizer.decode(new int[] {token});
      if (!text.isEmpty()) {
        starts[token] = isInside(text.codePointAt(0));
        ends[token] = isInside(text.codePointBefore(text.length()));
      }
    }
    return new Words(starts, ends);
  }

  /** Letters, digits, and U+FFFD, which stands for a part of a character. */
  private static boolean isInside(int codePoint) {
    return Character.isLetterOrDigit(codePoint) || codePoint == 0xFFFD;
  }

  /** Whether {@code token} begins a word after {@code previous}. */
  boolean begins(int previous, int token) {
    return !startsInside[token] || !endsInside[previous];
  }
}
