// A learned bias of attention by bucket: y[h·Tq + i, j] = table[buckets[i, j], h], and back: table[n, h] += Σ dy[h·Tq + i, j] over
// the places of bucket n, by partial sums of blocks of places, each in order.
// Shapes: buckets [Tq, Tk] int, table [N, H], y [H·Tq, Tk].
// Bytes: y or dy once, the buckets once for every head.
#include "kleiber.cuh"

// size = Tq·Tk. Grid (⌈size/256⌉, H), 256 threads.
KERNEL void __launch_bounds__(256) bucket_bias_forward(const int* __restrict__ buckets, const float* __restrict__ table,
                                                       float* __restrict__ y, int ldt, long long size, int heads) {
  long long e = blockIdx.x * 256ll + threadIdx.x;
  if (e < size) y[blockIdx.y * size + e] = table[(size_t)buckets[e] * ldt + blockIdx.y];
}
EXPORT(bucket_bias_forward)

// partial[block, n, h] = the sum of the block's places of bucket n. Grid (blocks, H), 32 threads, N·32·4 bytes: a row of N sums for
// every lane, places lane, lane + 32 … of the block's, then the sum over lanes.
KERNEL void __launch_bounds__(32) bucket_bias_partial(const int* __restrict__ buckets, const float* __restrict__ dy,
                                                      float* __restrict__ partial, long long size, long long places, int N) {
  DYNAMIC_SHARED(bytes);
  float* sums = (float*)bytes;
  int lane = threadIdx.x, heads = gridDim.y, h = blockIdx.y;
  for (int n = 0; n < N; n++) sums[n * 32 + lane] = 0.f;
  long long first = blockIdx.x * places, end = first + places < size ? first + places : size;
  for (long long e = first + lane; e < end; e += 32) sums[buckets[e] * 32 + lane] += dy[h * size + e];
  for (int n = 0; n < N; n++) {
    float sum = warp_sum(sums[n * 32 + lane]);
    if (lane == 0) partial[((size_t)blockIdx.x * N + n) * heads + h] = sum;
  }
}
EXPORT(bucket_bias_partial)

// table's gradient += Σ_block partial, in order. Grid ⌈N·H/256⌉, 256 threads.
KERNEL void __launch_bounds__(256) bucket_bias_sum(const float* __restrict__ partial, float* __restrict__ dtable, int ldt, int blocks,
                                                   int N, int heads) {
  int e = blockIdx.x * 256 + threadIdx.x;
  if (e >= N * heads) return;
  float sum = 0;
  for (int block = 0; block < blocks; block++) sum += partial[(size_t)block * N * heads + e];
  dtable[(size_t)(e / heads) * ldt + e % heads] += sum;
}
EXPORT(bucket_bias_sum)
