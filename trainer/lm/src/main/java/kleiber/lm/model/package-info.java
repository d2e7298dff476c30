/**
 * Language models bound to memory and kernels.
 *
 * <p>Begin with {@link LanguageModel}, which is what training sees: batches in, losses out,
 * gradients added to a buffer. What it is made of stands in three rooms: {@code spec} (the
 * architecture as a record), {@code op} (ops on paper), {@code blueprint} (the whole model on
 * paper, with its counts). {@link Binder} is the one place where values get memory ({@link
 * Activations}) and ops a backend's kernels.
 *
 * <p>Activations are [B·T, C], linear weights [out, in]. All parameters lie in one flat buffer,
 * with those that weight decay applies to first. The package knows {@code batch} and the engine, no
 * particular backend, run folder, data set or configuration.
 */
package kleiber.lm.model;
