/**
 * Training and evaluation: one model on a backend, one run in its folder.
 *
 * <p>Begin with {@link Trainer}, which takes one step after another and knows nothing of files.
 * {@link TrainingModel} is the model that it trains, on the {@link kleiber.trainer.backend.Engine}
 * that a backend gives for it; {@link ModelBinding} is all that the engine learns of it. {@link
 * TrainRun} adds the folder: logs, checkpoints, evaluations. {@link TrainSession} is the way in for
 * the commands, for sweeps and for recipes.
 *
 * <p>This is where the other packages meet, so it knows nearly all of them. It does not know {@code
 * cli}, {@code recipe}, {@code verify} or any particular backend.
 *
 * <p>A step repeats bit for bit on the same backend with as many threads. The order within a step
 * is update, log, checkpoint, evaluation; resuming depends on it. A loss or norm that is NaN or
 * infinite changes no parameter and ends the run as diverged.
 */
package kleiber.trainer.loop;
