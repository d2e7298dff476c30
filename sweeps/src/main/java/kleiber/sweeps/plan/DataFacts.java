package kleiber.sweeps.plan;

import kleiber.trainer.loop.RunData;

/**
 * What planning needs to know of a run's data.
 *
 * @param vocabulary token kinds
 * @param length positions T of a sequence
 * @param uniqueTokens tokens of the training split
 * @param validationSequences sequences of the validation split, 0 where there is none
 */
record DataFacts(int vocabulary, int length, long uniqueTokens, long validationSequences) {
  static DataFacts of(RunData data) {
    return new DataFacts(
        data.vocabulary(),
        data.length(),
        data.uniqueTokens(),
        data.validation() == null ? 0 : data.validation().sequencesPerEpoch());
  }
}
