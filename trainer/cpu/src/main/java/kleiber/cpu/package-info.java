/**
 * The {@code cpu} backend: oneDNN for matrix products and whatever else it does well, and Java
 * loops over the same memory for the rest.
 *
 * <p>Begin with {@link CpuBackend}, which owns the memory. {@link CpuKernels} binds the primitives.
 * Then follow one op from end to end: {@link CpuLinear} for oneDNN, {@link AdamWLoop} for a loop.
 * Loops work on a {@link Tile}, a copy of a few kilobytes on the Java heap, because the JIT
 * compiler does not vectorise loops over native memory.
 *
 * <p>The package may know the engine ({@code kernels}, {@code tensor}, {@code backend}). No other
 * package imports it: the backend is found through {@link CpuBackendProvider}. oneDNN's classes
 * stay inside.
 *
 * <p>Work is shared out among lanes ({@link kleiber.engine.backend.lanes}). Lanes may share the
 * gradients of parameters. So whatever an op adds to such a gradient goes through {@link
 * Lane#inTurn}, which keeps the order of the sums. Some classes avoid faults of oneDNN 3.11; their
 * comments say which.
 */
package kleiber.cpu;
