// Softmax cross-entropy of logits z [M, V] against targets [M]; rows whose target is −1 count nothing. l = logsumexp(z).
//   forward   loss = l − z[target] for each row, total = Σ loss + zLoss·l² in double precision
//   backward  dz = (p·(1 + 2·zLoss·l) − [i = target]) / count, p = exp(z − l); dz may be z's own memory
// One block a row. Bytes: forward reads z once from memory (a second time from the cache), backward reads z and writes dz.
#include "kleiber.cuh"

KERNEL void cross_entropy_forward(const float* z, const int* targets, float* losses, float* lses, int V) {
  __shared__ float shared[32];
  int row = blockIdx.x;
  const float* in = z + (size_t)row * V;
  float top = -INFINITY, sum = 0.f;
  for (int i = threadIdx.x; i < V; i += blockDim.x) top = fmaxf(top, in[i]);
  // NaN must not be lost to fmaxf: it comes back in the sum.
  top = warp_max(top);
  if ((threadIdx.x & 31) == 0) shared[threadIdx.x >> 5] = top;
  __syncthreads();
  for (int w = 0; w < (int)(blockDim.x >> 5); w++) top = fmaxf(top, shared[w]);
  __syncthreads();
  for (int i = threadIdx.x; i < V; i += blockDim.x) sum += expf(in[i] - top);
  sum = block_sum(sum, shared);
  if (threadIdx.x == 0) {
    float l = top + logf(sum);
    int target = targets[row];
    lses[row] = l;
    losses[row] = target < 0 ? 0.f : (top - in[target]) + logf(sum);
  }
}
EXPORT(cross_entropy_forward)

// One block: total = Σ losses + zLoss·l². A thread adds up every 1024th row in order, then warps and block in order.
KERNEL void cross_entropy_total(const float* losses, const float* lses, const int* targets, double* total, int rows, double zLoss) {
  __shared__ double shared[32];
  double sum = 0;
  for (int row = threadIdx.x; row < rows; row += blockDim.x) {
    double l = lses[row];
    sum += targets[row] < 0 ? 0 : losses[row] + zLoss * l * l;
  }
  sum = block_sum(sum, shared);
  if (threadIdx.x == 0) *total = sum;
}
EXPORT(cross_entropy_total)

KERNEL void cross_entropy_backward(const float* z, const int* targets, const float* lses, const double* count, float* dz, int V, float zLoss) {
  int row = blockIdx.x, target = targets[row];
  const float* in = z + (size_t)row * V;
  float* out = dz + (size_t)row * V;
  float l = lses[row], weight = target < 0 ? 0.f : (float)(1. / *count), grow = 1.f + 2.f * zLoss * l;
  for (int i = threadIdx.x; i < V; i += blockDim.x) {
    float p = expf(in[i] - l);
    out[i] = target < 0 ? 0.f : (p * grow - (i == target ? 1.f : 0.f)) * weight;
  }
}
EXPORT(cross_entropy_backward)
