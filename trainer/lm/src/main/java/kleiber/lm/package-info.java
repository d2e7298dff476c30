/**
 * Language models: what they are, what they learn from, and how they are trained.
 *
 * <p>Begin with {@code model.spec.ModelSpec} (an architecture), {@code config.TrainConfig} (a run)
 * and {@code run.TrainSession} (a run in its folder). In the order in which they know each other:
 *
 * <ul>
 *   <li>{@code batch} (examples as arrays of integers), {@code tokenizer}, {@code data} (tokens on
 *       disk, sequences by number) and {@code objective} (what is to be predicted);
 *   <li>{@code model.spec}, {@code model.op}, {@code model.blueprint} (a model on paper) and {@code
 *       model} (bound to memory and kernels);
 *   <li>{@code optim} (optimisers and schedules), {@code config}, {@code recipe} (published
 *       systems);
 *   <li>{@code training} (a model in training, in memory) and {@code bench} (its speed);
 *   <li>{@code checkpoint} and {@code interchange} (Hugging Face's folders), {@code inference}
 *       (loss of a text, and text), {@code verify} (claims about whole models);
 *   <li>{@code run} (one run with its logs, checkpoints and evaluations).
 * </ul>
 *
 * <p>This module knows {@code core}, {@code record} and {@code engine}, and no particular backend:
 * one is found on the class path when a program runs.
 */
package kleiber.lm;
