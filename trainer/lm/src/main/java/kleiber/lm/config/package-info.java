/**
 * The record that decides a training run.
 *
 * <p>Begin with {@link TrainConfig}, the whole of it; docs/config.md lists its keys. {@link
 * RunLength} says how many steps a run has, its batch schedule counted out. Then read {@link
 * Identity}, which says when two runs are the same.
 *
 * <p>The groups for the corpus, the objective and the optimiser are records of {@code data}, {@code
 * objective} and {@code optim}. So this package knows those three; it also knows {@code model},
 * {@code core.schema}, which binds it, and of {@code record} the {@code Basis} of a run. Training
 * runs, sweeps and recipes all read their configurations here.
 *
 * <p>Two runs of one identity end bit for bit alike. Names, folders and logging are not part of it.
 * Nor are the names of files: what was in the files is.
 */
package kleiber.lm.config;
