/**
 * What the folder of a sweep is meant to hold: {@code plan.json}, and how a new plan joins it.
 *
 * <p>Begin with {@link SweepFolder}, which names the files and takes plans in. {@link Ledger} is
 * the content of {@code plan.json}, one entry per run. {@link Merger} decides what happens when the
 * plan is no longer the one that the sweep was started with; {@link Configurations} gives each run
 * its {@code config.yaml}.
 *
 * <p>The package knows {@code plan}, {@code calibrate} and a dial of {@code tune}, and the folders
 * of runs ({@code kleiber.record}). {@code collect}, the commands and {@link kleiber.sweeps.Sweep}
 * use it.
 *
 * <p>The files are the only memory of a sweep; there is no other state to lose. A plan that has
 * changed is refused unless it is to be extended, and no folder of a run is ever deleted. Two
 * versions of a text never get into one folder, since their losses do not lie on one law.
 */
package kleiber.sweeps.ledger;
