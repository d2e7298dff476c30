package kleiber.lm.tokenizer;

import java.nio.file.Path;
import kleiber.core.schema.Key;

/** How text becomes tokens. */
public sealed interface TokenizerSpec
    permits TokenizerSpec.Bytes, TokenizerSpec.Chars, TokenizerSpec.Bpe, TokenizerSpec.Gpt2 {
  /** One token a byte of UTF-8; 256 kinds. */
  record Bytes() implements TokenizerSpec {}

  /** One token a character that occurs in the corpus, in code-point order. */
  record Chars() implements TokenizerSpec {}

  /** Byte-level byte-pair encoding (Sennrich et al., arXiv:1508.07909), trained on the corpus. */
  record Bpe(
      @Key(
              doc = "Vocabulary size, the 256 bytes and the end-of-text token included.",
              value = "1024",
              min = 257,
              max = 65536)
          int vocab,
      @Key(
              doc =
                  "A tokenizer.json of Hugging Face's to use instead of training one, of any"
                      + " kind. A tokenizer_config.json beside it says which token ends a text.",
              value = "",
              place = true)
          Path file)
      implements TokenizerSpec {}

  /** GPT-2's vocabulary of 50,257. */
  record Gpt2() implements TokenizerSpec {}
}
