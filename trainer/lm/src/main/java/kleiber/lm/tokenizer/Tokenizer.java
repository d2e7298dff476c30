package kleiber.lm.tokenizer;

import java.util.OptionalInt;

/** Turns text into tokens and back. */
public sealed interface Tokenizer
    permits ByteTokenizer, CharTokenizer, BpeTokenizer, Gpt2Tokenizer, ForeignTokenizer {
  /** Token kinds V; every token is below it. */
  int vocabulary();

  /** The tokens of {@code text}, without those that stand around a whole text. */
  int[] encode(String text);

  /** The text of {@code tokens}; incomplete characters become U+FFFD. */
  String decode(int[] tokens);

  /** The token before documents, where the tokenizer asks for one. */
  default OptionalInt beginningOfText() {
    return OptionalInt.empty();
  }

  /** The token between documents, where the vocabulary has one. */
  OptionalInt endOfText();

  /**
   * The first place from {@code from} on, at least 1, where {@code text} can be cut: the parts'
   * tokens are those of the whole. The text's end where there is none.
   */
  default int boundary(String text, int from) {
    return PreTokenizer.boundary(text, from);
  }

  /** The tokenizer as Hugging Face's files. */
  TokenizerFiles files();

  /** Its {@code tokenizer.json}: what it is known by. */
  default byte[] toJson() {
    return files().json();
  }
}
