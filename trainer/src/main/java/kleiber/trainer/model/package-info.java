/**
 * Language models: on paper as a list of ops, and bound to memory and kernels.
 *
 * <p>Begin with {@link ModelSpec}, a whole architecture as a record. {@link Blueprint} draws it: a
 * list of ops ({@link OpSpec}) over named values and parameters, without any memory. Its parts are
 * drawn by classes of their names, such as {@link DecoderModel}, {@link Stack}, {@link
 * SelfAttention}, {@link FeedForward}. All else follows from that list: {@link ParameterMap} the
 * names and places of parameters with their {@link Role}, {@link ModelSize} counts and FLOPs,
 * {@link GradientModes} which op overwrites a gradient and which adds. {@link Binder} is the one
 * place where values get memory and ops a backend's kernels; {@link LanguageModel} is what the loop
 * sees of it: batches in, losses out, gradients added to a buffer.
 *
 * <p>The package may know {@code batch}, {@code kernels}, {@code tensor} and {@code random}. It may
 * know no particular backend, run folder, data set or configuration ({@code ArchitectureTest}). The
 * loop trains models, {@code config} describes them, {@code interchange} stores them.
 *
 * <p>Activations are [B·T, C], linear weights [out, in]. All parameters lie in one flat buffer,
 * with those that weight decay applies to first. Values in the residual {@link Stream} share
 * gradient memory, and layers share slots of it; {@code GradientModes} refuses a drawing in which
 * one gradient would be read after another has taken its place.
 */
package kleiber.trainer.model;
