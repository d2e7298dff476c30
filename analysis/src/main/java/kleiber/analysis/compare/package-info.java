/**
 * Whether a variant is better than its base, and by how much compute.
 *
 * <p>Begin with {@link ComputeGain}, the definition for two single runs, then {@link GainStudy},
 * which compares two ladders. A {@link Rung} is one size of a ladder with the losses of its seeds,
 * an {@link Arm} a ladder, and {@link ArmReader} makes one of a table of runs. {@link FloorLaws}
 * says which laws of the base's loss its ladder allows, and {@link GainLine} what a line of the
 * gain over compute is under one of them. What comes out is a {@link Comparison} with its {@link
 * Verdict}.
 *
 * <p>The package knows {@code table}, {@code isoflop} for the best learning rate of a cell, and
 * {@code uncertainty} for intervals. Figures, report and command read the {@link Comparison}.
 *
 * <p>Everything random is seeded, so that the same runs always have the same intervals. The gain is
 * that of Marin's speedrun (the "compute multiplier"): the compute at which the base would reach
 * the variant's loss, over the compute that the variant took.
 */
package kleiber.analysis.compare;
