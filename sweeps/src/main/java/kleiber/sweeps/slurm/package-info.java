/**
 * A sweep on a cluster under Slurm: an array of workers that share one folder.
 *
 * <p>Begin with {@link Submitter}, a submission from its checks to its job ids. {@link JobRequest}
 * is what a user asks of Slurm for each worker, {@link JobScripts} the two scripts that are
 * submitted, {@link TimeLimit} the time that they ask for. {@link Slurm} speaks with the cluster by
 * its own commands, which {@link Programs} runs. {@link Submissions} remembers the jobs of a
 * folder, {@link Job} is one of them as it stands.
 *
 * <p>What is planned, measured and trained happens on the nodes alone, by {@code kleiber sweep plan
 * --write} and {@code kleiber sweep work}: a login node has other processors, and often no GPU.
 *
 * <p>The package knows {@code ledger}. Only the commands use it.
 */
package kleiber.sweeps.slurm;
