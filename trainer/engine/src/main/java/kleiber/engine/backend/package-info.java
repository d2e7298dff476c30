/**
 * The machines that models train on, and the choice among them.
 *
 * <p>Begin with {@link Backend}, which allocates tensors and makes kernels. For a {@link Trainable}
 * it gives an {@link Engine}: one model in training. For a {@link BoundModel} it gives an {@link
 * Inference}: forward passes alone. These four interfaces are all that backends and language models
 * know of each other: an engine hands batches on unread and sees flat buffers, losses and an {@link
 * Optimizer}'s parts.
 *
 * <p>{@link Backends} finds the {@linkplain BackendProvider providers} on the class path by {@code
 * ServiceLoader} and chooses one; {@link GpuSurvey} says which GPUs there are to choose for.
 *
 * <p>This package knows {@link kleiber.engine.tensor} and {@link kleiber.engine.kernels}, no data
 * set, no configuration, no language model and no particular backend: this module depends on none
 * of them. {@link kleiber.engine.backend.lanes} has the engine of backends that share a batch out
 * among threads.
 */
package kleiber.engine.backend;
