/**
 * One model in training, in memory: nothing here knows of a run's folder.
 *
 * <p>Begin with {@link Trainer}, which takes one step after another. {@link TrainingModel} is the
 * model that it trains, on the {@link kleiber.engine.backend.Engine} that a backend gives for it;
 * {@link ModelBinding} is all that the engine learns of a language model. {@link RunData} opens the
 * data and gives the sequences, {@link TrainState} is what a checkpoint must hold besides tensors.
 *
 * <p>The package knows {@code config}, {@code data}, {@code objective}, {@code model}, {@code
 * optim} and the engine. {@code run} gives it its folder, logs and checkpoints.
 *
 * <p>A step repeats bit for bit on the same backend with as many threads. A loss or norm that is
 * NaN or infinite changes no parameter.
 */
package kleiber.lm.training;
