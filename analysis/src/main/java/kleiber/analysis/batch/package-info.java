/**
 * The critical batch: beyond it more sequences per step help little.
 *
 * <p>Two ways lead to it. {@link CriticalBatchFit} counts the steps that runs of a ladder of
 * batches take to some losses: each {@link Ladder} gives a hyperbola, and these give {@link
 * CriticalBatches}, how the critical batch grows as loss falls. {@link NoiseScale} takes norms of
 * gradients at two batch sizes (McCandlish et al., arXiv:1812.06162, appendix A.1), which a run can
 * log: {@link NoiseLog}.
 *
 * <p>The two estimates behind a noise scale, |G|² and tr(Σ), are averaged separately before they
 * are divided, since each is noisy and the mean of their ratios would be biased.
 *
 * <p>Do not confuse this with {@code kleiber.lm.batch}, which holds training examples and which
 * this module does not know. The laws are {@link kleiber.analysis.law.StepsBatch} and {@link
 * kleiber.analysis.law.CriticalBatch}; runs are read by {@link kleiber.analysis.anneal.LoggedRuns}.
 */
package kleiber.analysis.batch;
