/**
 * The gradient noise scale: the batch size beyond which more sequences per step help little.
 *
 * <p>There is one class. {@link NoiseScale} takes norms of gradients at two batch sizes (McCandlish
 * et al., arXiv:1812.06162, appendix A.1). {@code kleiber noise-scale} reads the norms from a table
 * and uses it. The package knows nothing but {@code core}.
 *
 * <p>The two estimates, |G|² and tr(Σ), are averaged separately before they are divided, since each
 * is noisy and the mean of their ratios would be biased. The result is NaN where the noise hides
 * one of them.
 *
 * <p>Do not confuse this with {@code kleiber.lm.batch}, which holds training examples. The laws of
 * critical batches are {@link kleiber.analysis.law.StepsBatch} and {@link
 * kleiber.analysis.law.CriticalBatch}.
 */
package kleiber.analysis.batch;
