// What comes before and after the products of linear layers.
//   prepare       out [M, ldo] = x [M, N] in bf16, zeros in the columns beyond N: where x is fp32, or cannot be read 16 bytes at a time;
//                 partial [b, N] = the sums of the rows of block b, `height` rows each. Either may be left out (null).
//   add_partials  target += Σ partials, for a weight's gradient and for a bias's at once, in a fixed order.
#include "product.cuh"

// A block has 128 columns, four a lane; a warp has eight rows at a time, all loads of which are under way together.
// Reads x once (4 or 2 bytes an element), writes out once.
template <class X>
__device__ __forceinline__ void prepare(const X* __restrict__ x, int ldx, bf16* __restrict__ out, int ldo, float* partial, int M, int N,
                                        int height, int vector) {
  constexpr int U = 8;
  __shared__ float sums[8][32][4];
  int warp = threadIdx.x >> 5, lane = threadIdx.x & 31, column = blockIdx.x * 128 + lane * 4;
  int from = blockIdx.y * height, end = M - from < height ? M : from + height;
  float sum[4] = {};
  for (int row = from + warp * U; row < end; row += 8 * U) {
    Few<4> v[U];
#pragma unroll
    for (int u = 0; u < U; u++) {
      v[u] = Few<4>{{0.f, 0.f, 0.f, 0.f}};
      const X* p = x + (long long)(row + u) * ldx + column;
      if (row + u >= end || column >= N) continue;
      if (vector) v[u] = load<4>(p);
      else
        for (int i = 0; i < 4; i++)
          if (column + i < N) v[u].v[i] = to_float(p[i]);
    }
#pragma unroll
    for (int u = 0; u < U; u++) {
#pragma unroll
      for (int i = 0; i < 4; i++) sum[i] += v[u].v[i];
      if (out && row + u < end && column < ldo) store<4>(out + (long long)(row + u) * ldo + column, v[u]);
    }
  }
  if (!partial) return;
#pragma unroll
  for (int i = 0; i < 4; i++) sums[warp][lane][i] = sum[i];
  __syncthreads();
  if (threadIdx.x >= 128) return;
  column = blockIdx.x * 128 + threadIdx.x;
  if (column >= N) return;
  float all = 0.f;
  for (int w = 0; w < 8; w++) all += sums[w][threadIdx.x / 4][threadIdx.x % 4];
  partial[(size_t)blockIdx.y * N + column] = all;
}
KERNEL void prepare_f32(const float* x, int ldx, bf16* out, int ldo, float* partial, int M, int N, int height, int vector) {
  prepare(x, ldx, out, ldo, partial, M, N, height, vector);
}
EXPORT(prepare_f32)
KERNEL void prepare_bf16(const bf16* x, int ldx, bf16* out, int ldo, float* partial, int M, int N, int height, int vector) {
  prepare(x, ldx, out, ldo, partial, M, N, height, vector);
}
EXPORT(prepare_bf16)

// target[e] += Σ partials[p, e], e of a block of 256 threads: `groups` of threads (a power of two) have every groups'th part of the
// same 256 / groups elements.
__device__ __forceinline__ void add_parts(const float* partials, float* target, long long n, int parts, int groups, int block,
                                          float* shared) {
  int lanes = 256 / groups, lane = threadIdx.x % lanes, group = threadIdx.x / lanes;
  long long e = (long long)block * lanes + lane;
  float sum = 0.f;
  if (e < n)
#pragma unroll 4
    for (int p = group; p < parts; p += groups) sum += partials[p * n + e];
  shared[threadIdx.x] = sum;
  __syncthreads();
  if (group || e >= n) return;
  sum = 0.f;
  for (int g = 0; g < groups; g++) sum += shared[g * lanes + lane];
  target[e] += sum;
}
// The first `blocks` blocks add the weight's parts, the others the bias's.
KERNEL void add_partials(const float* partials, float* target, long long n, int parts, int groups, int blocks, const float* sums,
                         float* sumsTarget, long long sumsN, int sumsParts, int sumsGroups) {
  __shared__ float shared[256];
  int block = blockIdx.x;
  if (block < blocks) add_parts(partials, target, n, parts, groups, block, shared);
  else add_parts(sums, sumsTarget, sumsN, sumsParts, sumsGroups, block - blocks, shared);
}
EXPORT(add_partials)
