/**
 * {@code kleiber compare}: whether a variant is better than its base.
 *
 * <p>Begin with {@link CompareCommand}. It trains a tuned ladder of each ({@link TunedPair}), as
 * {@code kleiber sweep run} does and into folders of the same kind, or takes finished ones ({@link
 * FinishedArms}), or two losses ({@link GivenLosses}). {@link EvaluatedOn} refuses what cannot be
 * compared. What is found comes from {@code kleiber.analysis.compare}.
 */
package kleiber.app.compare;
