/**
 * Training and evaluation: one model on all lanes of a backend, one run in its folder.
 *
 * <p>Begin with {@link Trainer}, which takes one step after another and knows nothing of files.
 * {@link TrainingModel} does the work of a step on all lanes. {@link TrainRun} adds the folder:
 * logs, checkpoints, evaluations. {@link TrainSession} is the way in for the commands, for sweeps
 * and for recipes.
 *
 * <p>This is where the other packages meet, so it knows nearly all of them. It does not know {@code
 * cli}, {@code recipe}, {@code verify} or any particular backend.
 *
 * <p>The gradients of the lanes are added in the order of the lanes. So a step repeats bit for bit
 * as long as the number of lanes is the same. The order within a step is update, log, checkpoint,
 * evaluation; resuming depends on it. A loss or norm that is NaN or infinite changes no parameter
 * and ends the run as diverged.
 */
package kleiber.trainer.loop;
