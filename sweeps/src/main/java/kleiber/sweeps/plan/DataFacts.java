package kleiber.sweeps.plan;

import kleiber.core.Digests;
import kleiber.lm.batch.BatchLayout;
import kleiber.lm.training.RunData;

/**
 * What planning needs to know of a run's data.
 *
 * @param vocabulary token kinds
 * @param layout what each sequence holds
 * @param uniqueTokens tokens of the training split
 * @param validationSequences sequences of the validation split, 0 where there is none
 * @param digest SHA-256 of the tokens
 * @param tokenizerDigest SHA-256 of the tokenizer's file, null where there is no text
 */
record DataFacts(
    int vocabulary,
    BatchLayout layout,
    long uniqueTokens,
    long validationSequences,
    String digest,
    String tokenizerDigest) {
  static DataFacts of(RunData data) {
    return new DataFacts(
        data.vocabulary(),
        data.layout(),
        data.uniqueTokens(),
        data.validation() == null ? 0 : data.validation().sequencesPerEpoch(),
        data.digest(),
        data.tokenizer() == null ? null : Digests.of(data.tokenizer().toJson()));
  }
}
