/**
 * What a trained model is used for: its loss on text, and text of its own.
 *
 * <p>Begin with {@link TrainedModel}, which finds a model in a run folder or in one of Hugging
 * Face's. {@link InferenceModel} runs its forward pass, {@link Evaluator} takes the mean loss with
 * its standard error, {@link Sampler} writes text.
 *
 * <p>The package knows {@code model} and the engine's {@code Inference}, and all that a model is
 * read from: {@code checkpoint}, {@code interchange}, {@code tokenizer}. {@code run} evaluates with
 * it, the commands {@code eval}, {@code sample} and {@code export} open models with it.
 */
package kleiber.lm.inference;
