/**
 * Language models as lists of bound kernels: decoders, encoders, and both together.
 *
 * <p>Begin with {@link ModelSpec}, a whole architecture as a record. {@link LanguageModel} is what
 * the loop sees of it: batches in, losses out, gradients added to a buffer. {@link DecoderModel}
 * and its {@link Stack} of blocks show how a record becomes a list of ops. {@link ParameterMap} has
 * the name and place of every parameter.
 *
 * <p>The package may know {@code batch}, {@code kernels}, {@code tensor} and {@code random}. It may
 * know no particular backend, run folder, data set or configuration ({@code ArchitectureTest}). The
 * loop trains models, {@code config} describes them, {@code interchange} stores them.
 *
 * <p>Activations are [B·T, C], linear weights [out, in]. All parameters lie in one flat buffer,
 * with those that weight decay applies to first. Values in the residual {@link Stream} share
 * gradient buffers, so the order of ops and their {@link kleiber.trainer.kernels.Gradient} depend
 * on each other.
 */
package kleiber.trainer.model;
