/**
 * Numbers in a machine's memory, as everybody sees them who does not own that memory.
 *
 * <p>Begin with {@link Tensor}: a shape and a handle to memory. Its {@link Layout} does all the
 * arithmetic of views. A {@link Variable} is a tensor together with its gradient.
 *
 * <p>This is the lowest package of the engine: it knows none of the others. {@link
 * kleiber.engine.kernels} says what is computed on tensors, {@link kleiber.engine.backend} where
 * they live and who computes.
 *
 * <p>Tensors are row-major, and kernels see each of them as a matrix. Parameters and optimiser
 * state are always fp32; {@link Precision} is about the factors of matrix products. A backend that
 * is closed takes all its tensors with it.
 */
package kleiber.engine.tensor;
