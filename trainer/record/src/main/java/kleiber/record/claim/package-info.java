/**
 * Which process has a folder, where several on several machines may want it.
 *
 * <p>Begin with {@link Claims}, the numbered files of a folder. A {@link Claim} is a folder that
 * this process has; a {@link ClaimWatch} is what it knows of those that others have. A {@link
 * Holder} is who they are, and a {@link SlurmTask} what Slurm has them do.
 *
 * <p>The package knows {@code kleiber.core}, its {@code foreign} and its {@code output}. {@code
 * kleiber.record.RunDirectory} gives the claims of a run; {@code kleiber.lm.run} trains under one,
 * and {@code kleiber.sweeps.schedule} watches them all.
 *
 * <p>Shared file systems need no locks for this. They need that of several who link one name one
 * succeeds, and that a file that one machine has replaced is seen by another within a minute.
 */
package kleiber.record.claim;
