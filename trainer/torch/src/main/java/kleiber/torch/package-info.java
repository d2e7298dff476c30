/**
 * The {@code torch} backend: every kernel in ATen operations of libtorch, on processors and on
 * NVIDIA GPUs.
 *
 * <p>Begin with {@link TorchBackend}, then {@link TorchKernels}. {@link TorchCalls} is the idea
 * that the rest builds on: a pass is a fixed list of ATen operations over fixed tensors, called
 * without autograd. {@link TorchMemory} owns everything native and frees it at once when the
 * backend is closed.
 *
 * <p>The package may know the engine ({@code kernels}, {@code tensor}, {@code backend}). Nobody
 * imports it: the backend is found through {@link TorchBackendProvider}, which does not load
 * libtorch before it must. The module is built in the profiles {@code torch} and {@code torch-gpu}
 * only (docs/gpu.md).
 *
 * <p>A GPU is one lane; a processor has one lane per thread, and ATen's own threads are turned off.
 * In bf16 the factors of products are rounded; parameters, their gradients and optimiser state stay
 * in fp32. Dropout masks are drawn on the host, the same as on every backend.
 */
package kleiber.torch;
