/**
 * The {@code nd4j} backend: every kernel in operations of ND4J.
 *
 * <p>On processors it is slower than {@code cpu}, and is there to check it with other code. Built
 * with the profile {@code nd4j-cuda}, it is meant for GPUs that are too old for the {@code cuda}
 * backend.
 *
 * <p>Begin with {@link Nd4jBackend}, then {@link Nd4jKernels}. {@link Nd4jCalls} is the idea that
 * the rest builds on: a pass is a fixed list of operations over fixed arrays, put together once.
 *
 * <p>The package may know the engine ({@code kernels}, {@code tensor}, {@code backend}). No other
 * package imports it: the backend is found through {@link Nd4jBackendProvider}. ND4J's classes stay
 * inside.
 *
 * <p>It computes in fp32 only. Norms, losses, some activations and the gradient of the embedding
 * are written out by hand, because ND4J's own lack something, are wrong, or do not repeat exactly.
 * The comment on each class says which.
 */
package kleiber.nd4j;
