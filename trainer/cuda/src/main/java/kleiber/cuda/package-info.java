/**
 * The {@code cuda} backend: Kleiber's own kernels on NVIDIA GPUs, with nothing but the driver.
 *
 * <p>Begin with {@link kleiber.cuda.CudaKernels}, which binds each primitive to {@link
 * kleiber.cuda.Launch launches} of the kernels in {@code src/main/cuda}. A {@link
 * kleiber.cuda.Card} is one GPU as ops see it: its memory, its {@link kleiber.cuda.CudaStream}, its
 * {@link kleiber.cuda.Modules kernels}. {@link kleiber.cuda.CudaEngine} trains a model on it, and
 * {@link kleiber.cuda.Recording} turns a step into one graph. {@link kleiber.cuda.Driver} has the
 * driver's calls, and {@link kleiber.cuda.CudaError} its errors in words.
 *
 * <p>Nothing here knows data or language models: it may use the engine ({@code kernels}, {@code
 * tensor}, {@code backend}) and the errors only.
 */
package kleiber.cuda;
