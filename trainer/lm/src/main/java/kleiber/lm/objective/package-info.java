/**
 * What a model learns to predict: a window of tokens becomes one training example.
 *
 * <p>Begin with {@link ObjectiveSpec}, which has the three kinds: the next token, masked tokens,
 * and spans that were left out. {@link Objective} is the contract that each of them fulfils. {@link
 * TrainingExamples} brings windows and objective together for training, {@link ValidationExamples}
 * for evaluation.
 *
 * <p>The package knows {@code batch}, {@code data} and {@code core.random}, and of {@code
 * core.schema} the annotations only. Training draws its examples from here.
 *
 * <p>An example is a function of the seed and its number, so any example can be made again. In
 * training, what is random differs from epoch to epoch. In evaluation it is the same for every
 * seed, so losses can be compared. Sources: BERT (arXiv:1810.04805), Megatron-LM
 * (arXiv:1909.08053), T5 (arXiv:1910.10683).
 */
package kleiber.lm.objective;
