// Attention in exact fp32, backward. With P computed again from forward's lse, mask the dropout factors, dP = mask·(dy·v),
//   delta[i] = Σ_j P[i, j]·dP[i, j] = dy[i]·y[i]         ds[i, j] = P[i, j]·(dP[i, j] - delta[i])
//   dv[j] = Σ_i P·mask·dy[i]     dk[j] = scale·Σ_i ds·q[i]     dq[i] = scale·Σ_j ds·k[j]
//   dbias[i, j] = ds, summed over sequences where they share it
//   dq2[i] = scale·Σ_j ds·r[i - j]     dr[d] = scale·Σ_{b, i} ds[i, i - d]·q2[i]
// One kernel a gradient, each block with its own rows of it, so that nothing is added to from two places: dk and dv by key tile
// (over the query heads that share them, in order), dq and dq2 by query tile, dr by tile of distances, dbias by tile of scores.
// All are overwritten except dbias where `add` is set; dr goes by one partial sum a sequence [B, T, H·width] in fp32.
// All kernels but two: grids as stated, 256 threads, ATTENTION_FLOATS·4 bytes.
// Bytes: own rows once, the other operands once for every 64 own rows, mostly from the second-level cache.
#include "attention.cuh"

// delta [B·H·Tq]. Grid ⌈B·Tq·H/8⌉ of 256 threads: a warp a row of a head.
KERNEL void __launch_bounds__(256) attention_delta(const void* y, const void* dy, float* delta, int ldy, int lddy, int types,
                                                   long long rows, int heads, int Tq, int width) {
  long long row = blockIdx.x * 8ll + (threadIdx.x >> 5);
  if (row >= rows) return;
  int h = row / Tq % heads, b = row / Tq / heads, lane = threadIdx.x & 31;
  size_t token = (size_t)b * Tq + row % Tq, at = token * ldy + (size_t)h * width, from = token * lddy + (size_t)h * width;
  float sum = 0;
  for (int c = lane; c < width; c += 32) {
    float value = types >> 5 & 1 ? to_float(((const bf16*)y)[at + c]) : ((const float*)y)[at + c];
    float gradient = types >> 6 & 1 ? to_float(((const bf16*)dy)[from + c]) : ((const float*)dy)[from + c];
    sum += value * gradient;
  }
  sum = warp_sum(sum);
  if (lane == 0) delta[row] = sum;
}
EXPORT(attention_delta)

// Grid (B·H/group, ⌈Tk/64⌉, ⌈width/W⌉). dk or dv may be null.
template <int W>
__device__ __forceinline__ void backward_keys(const Attention& a, const void* dy, int lddy, const float* lse, const float* delta,
                                              void* dk, int lddk, void* dv, int lddv) {
  DYNAMIC_SHARED(bytes);
  float *memory = (float*)bytes, *tile = memory + OPERAND + PANEL;
  int shared = a.heads / a.group, b = blockIdx.x / shared, first = blockIdx.x % shared * a.group, length = a.length(b);
  int j0 = blockIdx.y * TILE, end = a.window && j0 + TILE + a.window < a.Tq ? j0 + TILE + a.window : a.Tq;
  Sums<W> sumsK(blockIdx.z * W), sumsV(blockIdx.z * W);
  int begin = a.causal ? j0 : 0, h = j0 < length && begin < end ? first : first + a.group, i0 = begin;
  while (h < first + a.group) {  // one loop over heads and queries, as addresses kept for a whole head would fill registers
    float p[4][4], ds[4][4];
    Rows gradient = a.rows(dy, 6, lddy, a.Tq, b, h);
    score_gradients<BY_KEY>(p, ds, a, b, h, j0, i0, gradient, lse, delta, memory);
    store_tile(tile, p);
    sumsV.add(tile, gradient, i0, memory);
    __syncthreads();
    store_tile(tile, ds);
    sumsK.add(tile, a.queries(b, h), i0, memory);
    i0 += TILE;
    if (i0 >= end) {
      i0 = begin;
      h++;
    }
  }
  if (dk) sumsK.write(a.rows(dk, 8, lddk, a.Tk, b, first / a.group), j0, a.scale);
  if (dv) sumsV.write(a.rows(dv, 9, lddv, a.Tk, b, first / a.group), j0, 1.f);
}

// Grid (B·H, ⌈Tq/64⌉, ⌈width/W⌉). dq or dq2 may be null.
template <int W>
__device__ __forceinline__ void backward_queries(const Attention& a, const void* dy, int lddy, const float* lse,
                                                 const float* delta, void* dq, int lddq, void* dq2, int lddq2) {
  DYNAMIC_SHARED(bytes);
  float *memory = (float*)bytes, *tile = memory + OPERAND + PANEL;
  int b = blockIdx.x / a.heads, h = blockIdx.x % a.heads, i0 = (gridDim.y - 1 - blockIdx.y) * TILE;
  Rows gradient = a.rows(dy, 6, lddy, a.Tq, b, h);
  Sums<W> sums(blockIdx.z * W), placed(blockIdx.z * W);
  for (int j0 = a.firstKey(i0) / TILE * TILE; j0 < a.endKey(i0 + TILE - 1, a.length(b)); j0 += TILE) {
    float p[4][4], ds[4][4];
    score_gradients<BY_QUERY>(p, ds, a, b, h, i0, j0, gradient, lse, delta, memory);
    store_tile(tile, ds);
    sums.add(tile, a.keys(b, h), j0, memory);
    if (dq2) placed.add_by_distance(tile, a.distances(h), i0 - j0 - 63, memory);
  }
  if (dq) sums.write(a.rows(dq, 7, lddq, a.Tq, b, h), i0, a.scale);
  if (dq2) placed.write(a.rows(dq2, 10, lddq2, a.Tq, b, h), i0, a.scale);
}

// Grid (B·H, ⌈T/64⌉, ⌈width/W⌉): partial[b, d, h·width + c], in fp32.
template <int W>
__device__ __forceinline__ void backward_distances(const Attention& a, const void* dy, int lddy, const float* lse,
                                                   const float* delta, float* partial) {
  DYNAMIC_SHARED(bytes);
  float *memory = (float*)bytes, *tile = memory + OPERAND + PANEL;
  int b = blockIdx.x / a.heads, h = blockIdx.x % a.heads, d0 = blockIdx.y * TILE;
  Rows gradient = a.rows(dy, 6, lddy, a.Tq, b, h);
  Sums<W> sums(blockIdx.z * W);
  for (int i0 = d0; i0 < a.Tq; i0 += TILE) {
    float p[4][4], ds[4][4];
    score_gradients<BY_DISTANCE>(p, ds, a, b, h, d0, i0, gradient, lse, delta, memory);
    store_tile(tile, ds);
    sums.add(tile, a.placed(b, h), i0, memory);
  }
  int columns = a.heads * a.width;
  sums.write({(const char*)(partial + (size_t)b * a.Tq * columns + h * a.width), columns, a.Tq, a.width, false}, d0, a.scale);
}

// dr[d, c] = Σ_b partial[b, d, c]. Grid ⌈T·columns/256⌉ of 256 threads.
KERNEL void __launch_bounds__(256) attention_distance_sum(const float* partial, float* dr, int lddr, int batch, long long size,
                                                          int columns) {
  long long e = blockIdx.x * 256ll + threadIdx.x;
  if (e >= size) return;
  float sum = 0;
  for (int b = 0; b < batch; b++) sum += partial[b * size + e];
  dr[e / columns * lddr + e % columns] = sum;
}
EXPORT(attention_distance_sum)

// dbias [H·Tq, Tk] or [B·H·Tq, Tk]. Grid (H or B·H, ⌈Tq/64⌉, ⌈Tk/64⌉).
__device__ __forceinline__ void backward_bias(const Attention& a, const void* dy, int lddy, const float* lse, const float* delta,
                                              float* dbias, int lddbias, int batch, int add) {
  DYNAMIC_SHARED(bytes);
  int own = blockIdx.x / a.heads, h = blockIdx.x % a.heads, i0 = blockIdx.y * TILE, j0 = blockIdx.z * TILE;
  float sums[4][4] = {};
  for (int b = own; b < (a.biasPerSequence ? own + 1 : batch); b++) {
    if (j0 >= a.endKey(i0 + TILE - 1, a.length(b)) || j0 + TILE <= a.firstKey(i0)) continue;
    float p[4][4], ds[4][4];
    score_gradients<BY_QUERY>(p, ds, a, b, h, i0, j0, a.rows(dy, 6, lddy, a.Tq, b, h), lse, delta, (float*)bytes);
#pragma unroll
    for (int i = 0; i < 4; i++)
#pragma unroll
      for (int j = 0; j < 4; j++) sums[i][j] += ds[i][j];
  }
#pragma unroll
  for (int i = 0; i < 4; i++)
#pragma unroll
    for (int j = 0; j < 4; j++) {
      int query = i0 + 4 * thread_row() + i, key = j0 + 4 * thread_column() + j;
      if (query >= a.Tq || key >= a.Tk) continue;
      float* p = dbias + a.row(own, h, query) * lddbias + key;
      *p = add ? *p + sums[i][j] : sums[i][j];
    }
}
KERNEL void __launch_bounds__(THREADS, 2)
    attention_backward_bias(ATTENTION_ARGUMENTS, const void* dy, int lddy, const float* lse, const float* delta, float* dbias,
                            int lddbias, int batch, int add) {
  backward_bias(ATTENTION, dy, lddy, lse, delta, dbias, lddbias, batch, add);
}
EXPORT(attention_backward_bias)

#define BACKWARD(W)                                                                                                             \
  KERNEL void __launch_bounds__(THREADS, W < 64 ? 2 : 1)                                                                        \
      attention_backward_keys_f32_##W(ATTENTION_ARGUMENTS, const void* dy, int lddy, const float* lse, const float* delta,      \
                                      void* dk, int lddk, void* dv, int lddv) {                                                 \
    backward_keys<W>(ATTENTION, dy, lddy, lse, delta, dk, lddk, dv, lddv);                                                      \
  }                                                                                                                             \
  EXPORT(attention_backward_keys_f32_##W)                                                                                       \
  KERNEL void __launch_bounds__(THREADS, 2)                                                                       \
      attention_backward_queries_f32_##W(ATTENTION_ARGUMENTS, const void* dy, int lddy, const float* lse, const float* delta,   \
                                         void* dq, int lddq, void* dq2, int lddq2) {                                            \
    backward_queries<W>(ATTENTION, dy, lddy, lse, delta, dq, lddq, dq2, lddq2);                                                 \
  }                                                                                                                             \
  EXPORT(attention_backward_queries_f32_##W)                                                                                    \
  KERNEL void __launch_bounds__(THREADS, 2)                                                                       \
      attention_backward_distances_f32_##W(ATTENTION_ARGUMENTS, const void* dy, int lddy, const float* lse, const float* delta, \
                                           float* partial) {                                                                    \
    backward_distances<W>(ATTENTION, dy, lddy, lse, delta, partial);                                                            \
  }                                                                                                                             \
  EXPORT(attention_backward_distances_f32_##W)
BACKWARD(32)
BACKWARD(64)
