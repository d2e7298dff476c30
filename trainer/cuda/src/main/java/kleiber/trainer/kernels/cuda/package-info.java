/**
 * The {@code cuda} backend: Kleiber's own kernels on NVIDIA GPUs, with nothing but the driver.
 *
 * <p>Begin with {@link kleiber.trainer.kernels.cuda.CudaKernels}, which binds each primitive to
 * {@link kleiber.trainer.kernels.cuda.Launch launches} of the kernels in {@code src/main/cuda}. A
 * {@link kleiber.trainer.kernels.cuda.Card} is one GPU as ops see it: its memory, its {@link
 * kleiber.trainer.kernels.cuda.Stream}, its {@link kleiber.trainer.kernels.cuda.Modules kernels}.
 * {@link kleiber.trainer.kernels.cuda.CudaEngine} trains a model on it, and {@link
 * kleiber.trainer.kernels.cuda.Recording} turns a step into one graph. {@link
 * kleiber.trainer.kernels.cuda.Driver} has the driver's calls, and {@link
 * kleiber.trainer.kernels.cuda.CudaError} its errors in words.
 *
 * <p>Nothing here knows data or language models: it may use the engine ({@code kernels}, {@code
 * tensor}, {@code backend}) and the errors only.
 */
package kleiber.trainer.kernels.cuda;
