/**
 * Which process has a folder, where several on several machines may want it.
 *
 * <p>Begin with {@link Claims}, the numbered files of a folder. A {@link HeldClaim} is a folder
 * that this process has; a {@link ClaimWatch} is what it knows of those that others have, and a
 * {@link ClaimWait} waits for them. A {@link Holder} is who they are, and a {@link SlurmTask} what
 * Slurm has them do.
 *
 * <p>The package knows {@code kleiber.core}, its {@code foreign} and its {@code output}. {@code
 * kleiber.record.RunDirectory} gives the claims of a run; {@code kleiber.lm.run} trains under one,
 * and {@code kleiber.sweeps.schedule} watches them all.
 *
 * <p>Shared file systems need no locks for this. They need that of several who link one name one
 * succeeds, and that a folder is opened as it is now, as NFS does (close-to-open).
 *
 * <p>Who has lost a folder learns of it by asking, right before each file is moved into place. What
 * is left is the moment between the question and the move: a process that stands still exactly
 * there for longer than others wait puts one older file, whole, in the place of a newer one.
 * Weights are the same bits then, and a log that does not fit its checkpoint is refused.
 */
package kleiber.record.claim;
