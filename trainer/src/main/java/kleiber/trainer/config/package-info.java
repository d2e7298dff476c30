/**
 * From YAML and {@code --set} to one record that decides a training run.
 *
 * <p>Begin with {@link TrainConfig}, the whole of it. {@link Key} describes one key and holds its
 * default; docs/config.md is written from these. {@link ConfigBinder} turns {@link ConfigValues}
 * into records and collects every fault before it reports. Then read {@link Identity}, which says
 * when two runs are the same.
 *
 * <p>The groups for the corpus, the objective and the optimiser are records of {@code data}, {@code
 * objective} and {@code optim}. So this package knows those three, and they know {@link Key} and
 * nothing else of it. It also knows {@code model}. Training runs, sweeps and recipes all read their
 * configurations here.
 *
 * <p>Two runs of one identity end bit for bit alike. Names, folders and logging are not part of it.
 * Nor are the names of files: what was in the files is.
 */
package kleiber.trainer.config;
