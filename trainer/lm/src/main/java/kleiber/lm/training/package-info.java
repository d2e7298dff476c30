/**
 * One model in training, in memory: nothing here knows of files.
 *
 * <p>Begin with {@link Trainer}, which takes one step after another. {@link TrainingModel} is the
 * model that it trains, on the {@link kleiber.engine.backend.Engine} that a backend gives for it;
 * {@link ModelBinding} is all that the engine learns of a language model. {@link RunData} gives the
 * sequences, {@link TrainState} is what a checkpoint must hold besides tensors.
 *
 * <p>A step repeats bit for bit on the same backend with as many threads. A loss or norm that is
 * NaN or infinite changes no parameter.
 */
package kleiber.lm.training;
