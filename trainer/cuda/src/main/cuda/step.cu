// The end of a step: its loss, the global norm of the gradients, clipping, and the optimisers' factor, all on the device.
// numbers: [0] loss, [1] norm, [2] factor on gradients that clipping leaves, [3] 1 while the step is finite, else 0.
#include "kleiber.cuh"
enum { LOSS, NORM, FACTOR, FINITE };

// First pass of Σx² in double precision: a block adds up a stretch of its own, partial [gridDim.x].
KERNEL void squares_partial(const float* x, double* partial, long long n) {
  __shared__ double shared[32];
  long long length = (n + gridDim.x - 1) / gridDim.x, from = blockIdx.x * length, end = from + length < n ? from + length : n;
  double sum = 0;
  for (long long i = from + threadIdx.x; i < end; i += blockDim.x) sum += (double)x[i] * x[i];
  sum = block_sum(sum, shared);
  if (threadIdx.x == 0) partial[blockIdx.x] = sum;
}
EXPORT(squares_partial)

__device__ __forceinline__ double total(const double* partial, int blocks, double* shared) {
  double sum = 0;
  for (int i = threadIdx.x; i < blocks; i += blockDim.x) sum += partial[i];
  return block_sum(sum, shared);
}
// Second pass, one block.
KERNEL void squares_total(const double* partial, int blocks, double* result) {
  __shared__ double shared[32];
  double sum = total(partial, blocks, shared);
  if (threadIdx.x == 0) *result = sum;
}
EXPORT(squares_total)

KERNEL void step_begin(double* numbers) { numbers[LOSS] = 0; }
EXPORT(step_begin)

// loss += sum / count, a micro-batch's share of the step's mean.
KERNEL void step_add_loss(double* numbers, const double* sum, const double* count) { numbers[LOSS] += *sum / *count; }
EXPORT(step_add_loss)

// factor = min(1, limit / norm), or 1 where limit is 0. Where loss or norm is no number, the update is not to be made.
KERNEL void step_clip(const double* partial, int blocks, double* numbers, double limit) {
  __shared__ double shared[32];
  double norm = sqrt(total(partial, blocks, shared));
  if (threadIdx.x == 0) {
    numbers[NORM] = norm;
    numbers[FACTOR] = limit > 0 && norm > limit ? limit / norm : 1;
    numbers[FINITE] = isfinite(norm) && isfinite(numbers[LOSS]) ? 1 : 0;
  }
}
EXPORT(step_clip)

// Outside of a whole step the optimisers' factor is 1.
KERNEL void step_end(double* numbers) {
  numbers[FACTOR] = 1;
  numbers[FINITE] = 1;
}
EXPORT(step_end)
