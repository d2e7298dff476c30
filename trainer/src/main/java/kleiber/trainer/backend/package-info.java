/**
 * The machines that models train on, and the choice among them.
 *
 * <p>Begin with {@link Backend}, which allocates tensors, makes kernels and gives an {@link Engine}
 * for a {@link Trainable}: one model in training. {@link Backends} finds the {@linkplain
 * BackendProvider providers} on the class path and chooses one.
 *
 * <p>This package knows {@link kleiber.trainer.tensor} and {@link kleiber.trainer.kernels}.
 */
package kleiber.trainer.backend;
