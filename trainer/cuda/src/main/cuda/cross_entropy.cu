// Softmax cross-entropy of logits z [M, V] against targets [M]; rows whose target is −1 count nothing. l = logsumexp(z).
//   forward   loss = l − z[target] for each row, total = Σ loss + zLoss·l² in double precision
//   backward  dz = (p·(1 + 2·zLoss·l) − [i = target]) / count, p = exp(z − l); dz may be z's own memory
// One block a row. Bytes: forward reads z once, backward reads z and writes dz.
#include "kleiber.cuh"

// A thread's largest logit and Σ exp(z − largest), both so far: one pass over the row.
struct Sum {
  float top, sum;
  __device__ __forceinline__ void take(float more) {
    if (more > top) {
      sum *= expf(top - more);
      top = more;
    }
  }
};

template <int V> __device__ __forceinline__ Sum row_sum(const float* z, int n) {
  Sum s = {-INFINITY, 0.f};
#pragma unroll 2
  for (int i = threadIdx.x * V; i < n; i += blockDim.x * V) {
    auto in = load<V>(z + i);
    float top = in.v[0];
    for (int k = 1; k < V; k++) top = fmaxf(top, in.v[k]);
    s.take(top);
    // NaN is lost to comparisons, not to the sum.
    for (int k = 0; k < V; k++) s.sum += expf(in.v[k] - s.top);
  }
  return s;
}

KERNEL void cross_entropy_forward(const float* z, const int* targets, float* losses, float* lses, int V) {
  __shared__ float shared[32];
  int row = blockIdx.x;
  const float* in = z + (size_t)row * V;
  bool vectors = V % 4 == 0 && aligned(z);
  Sum own = vectors ? row_sum<4>(in, V) : row_sum<1>(in, V);
  float top = warp_max(own.top);
  if ((threadIdx.x & 31) == 0) shared[threadIdx.x >> 5] = top;
  __syncthreads();
  for (int w = 0; w < (int)(blockDim.x >> 5); w++) top = fmaxf(top, shared[w]);
  __syncthreads();
  float sum = block_sum(own.top == -INFINITY ? own.sum : own.sum * expf(own.top - top), shared);
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

template <int V> __device__ __forceinline__ void row_gradient(const float* z, float* dz, int target, float l, float grow, float weight, int n) {
#pragma unroll 2
  for (int i = threadIdx.x * V; i < n; i += blockDim.x * V) {
    auto r = load<V>(z + i);
    for (int k = 0; k < V; k++) r.v[k] = target < 0 ? 0.f : (expf(r.v[k] - l) * grow - (i + k == target ? 1.f : 0.f)) * weight;
    store<V>(dz + i, r);
  }
}

KERNEL void cross_entropy_backward(const float* z, const int* targets, const float* lses, const double* count, float* dz, int V, float zLoss) {
  int row = blockIdx.x, target = targets[row];
  const float* in = z + (size_t)row * V;
  float* out = dz + (size_t)row * V;
  float l = lses[row], weight = target < 0 ? 0.f : (float)(1. / *count), grow = 1.f + 2.f * zLoss * l;
  if (V % 4 == 0 && aligned(z, (const float*)dz)) row_gradient<4>(in, out, target, l, grow, weight, V);
  else row_gradient<1>(in, out, target, l, grow, weight, V);
}
EXPORT(cross_entropy_backward)
