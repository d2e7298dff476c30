package kleiber.trainer.data;

import java.util.OptionalInt;

/** Turns text into tokens and back. */
public sealed interface Tokenizer
    permits ByteTokenizer, CharTokenizer, BpeTokenizer, Gpt2Tokenizer {
  /** Token kinds V; every token is below it. */
  int vocabulary();

  /** The tokens of {@code text}. */
  int[] encode(String text);

  /** The text of {@code tokens}; incomplete characters become U+FFFD. */
  String decode(int[] tokens);

  /** The token between documents, where the vocabulary has one. */
  OptionalInt endOfText();

  /** The tokenizer as a Hugging Face {@code tokenizer.json}, or as close as that format comes. */
  byte[] toJson();
}
