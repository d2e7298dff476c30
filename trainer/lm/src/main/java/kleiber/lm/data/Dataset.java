package kleiber.lm.data;

import kleiber.lm.tokenizer.Tokenizer;

/**
 * Prepared data.
 *
 * @param train the training split
 * @param validation the validation split, never seen in training
 * @param tokenizer null where the source has no text
 * @param vocabulary token kinds
 * @param entropyNats entropy rate of the source in nats per token, NaN where unknown
 * @param id hash of corpus, tokenizer and split
 * @param digest SHA-256 of the tokens of both splits, in hexadecimal
 */
public record Dataset(
    Tokens train,
    Tokens validation,
    Tokenizer tokenizer,
    int vocabulary,
    double entropyNats,
    String id,
    String digest) {
  /** UTF-8 bytes a validation token stands for, 0 where there is no text. */
  public double bytesPerToken() {
    return validation.size() == 0 ? 0 : (double) validation.textBytes() / validation.size();
  }
}
