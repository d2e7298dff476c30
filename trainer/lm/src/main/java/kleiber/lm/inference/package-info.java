/**
 * What a trained model is used for: its loss on text, and text of its own.
 *
 * <p>Begin with {@link TrainedModel}, which finds a model in a run folder or in one of Hugging
 * Face's. {@link InferenceModel} runs its forward pass, {@link Evaluator} takes the mean loss with
 * its standard error, {@link Sampler} writes text.
 */
package kleiber.lm.inference;
