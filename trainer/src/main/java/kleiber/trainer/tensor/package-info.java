/**
 * Backends, and the tensors in their memory.
 *
 * <p>Begin with {@link Tensor}: a shape and a handle to memory. Its {@link Layout} does all the
 * arithmetic of views. A {@link Variable} is a tensor together with its gradient. Then read {@link
 * Backend}, which allocates tensors and makes kernels, and {@link Backends}, which finds the
 * {@linkplain BackendProvider providers} on the class path and chooses one.
 *
 * <p>This package and {@link kleiber.trainer.kernels} know each other: a backend hands out kernels,
 * and kernels work on tensors. Neither may know a particular backend, a run folder, a data set or a
 * configuration ({@code ArchitectureTest}).
 *
 * <p>Tensors are row-major, and kernels see each of them as a matrix. Parameters and optimiser
 * state are always fp32; {@link Precision} is about the factors of matrix products. A backend that
 * is closed takes all its tensors with it.
 */
package kleiber.trainer.tensor;
