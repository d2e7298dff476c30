// Attention in exact fp32, forward: y[i] = Σ_j P[i, j]·mask[i, j]·v[j], P = softmax over j of s[i, j], for every sequence and head,
//   s[i, j] = scale·q[i]·k[j] + bias[i, j] + scale·q2[i]·r[i - j]
// over the keys that query i sees. The softmax is online (Milakov and Gimelshein, arXiv:1805.02867; Dao et al., arXiv:2205.14135):
// nothing of size Tq·Tk is stored but lse[i] = log Σ_j exp(s[i, j]), from which the backward pass computes P again. Where a query
// sees no key, y is 0 and lse is infinite, so that P is 0 there too.
// Shapes: q [B·Tq, H·width], k and v [B·Tk, H/group·width], y as q, lse [B·H·Tq]; all with a row stride, in fp32 or bf16.
// Grid (B·H, ⌈Tq/64⌉, ⌈width/W⌉), W the columns of y that a block has, 256 threads, ATTENTION_FLOATS·4 bytes. Sums over keys in order of tiles, and of keys in them.
// Bytes: q and y once, k and v once for every 64 queries, mostly from the second-level cache.
#include "attention.cuh"

template <int W> __device__ __forceinline__ void forward(const Attention& a, void* y, int ldy, float* lse) {
  DYNAMIC_SHARED(bytes);
  float *memory = (float*)bytes, *p = memory + OPERAND + PANEL;
  int b = blockIdx.x / a.heads, h = blockIdx.x % a.heads, length = a.length(b), ty = thread_row(), tx = thread_column();
  int i0 = (gridDim.y - 1 - blockIdx.y) * TILE;  // the longest rows first
  Sums<W> sums(blockIdx.z * W);
  float top[4], l[4];
#pragma unroll
  for (int i = 0; i < 4; i++) { top[i] = -INFINITY; l[i] = 0.f; }
  for (int j0 = a.firstKey(i0) / TILE * TILE; j0 < a.endKey(i0 + TILE - 1, length); j0 += TILE) {
    float s[4][4];
    scores<BY_QUERY>(s, a, b, h, i0, j0, memory);
#pragma unroll
    for (int i = 0; i < 4; i++) {
      float m = top[i];
#pragma unroll
      for (int j = 0; j < 4; j++) m = fmaxf(m, s[i][j]);
#pragma unroll
      for (int o = 8; o > 0; o >>= 1) m = fmaxf(m, __shfl_xor_sync(0xffffffffu, m, o));
      float base = m == -INFINITY ? 0.f : m, factor = expf(top[i] - base);
      top[i] = m;
      l[i] *= factor;
      sums.multiply(i, factor);
#pragma unroll
      for (int j = 0; j < 4; j++) {
        s[i][j] = expf(s[i][j] - base);
        l[i] += s[i][j];
      }
    }
    if (a.threshold) {
      uint32_t bits = kept_bits<BY_QUERY>(a, b, h, i0, j0);
#pragma unroll
      for (int e = 0; e < 16; e++) s[e / 4][e % 4] *= bits >> e & 1 ? a.kept : 0.f;
    }
    store_tile(p, s);
    sums.add(p, a.values(b, h), j0, memory);
  }
#pragma unroll
  for (int i = 0; i < 4; i++) {
#pragma unroll
    for (int o = 8; o > 0; o >>= 1) l[i] += __shfl_xor_sync(0xffffffffu, l[i], o);
    sums.multiply(i, l[i] > 0 ? 1 / l[i] : 0.f);
    int query = i0 + 4 * ty + i;
    if (tx == 0 && blockIdx.z == 0 && query < a.Tq) lse[a.row(b, h, query)] = l[i] > 0 ? top[i] + logf(l[i]) : INFINITY;
  }
  sums.write(a.rows(y, 5, ldy, a.Tq, b, h), i0, 1.f);
}

#define FORWARD(W)                                                                                                             \
  KERNEL void __launch_bounds__(THREADS, 2) attention_forward_f32_##W(ATTENTION_ARGUMENTS, void* y, int ldy, float* lse) {        \
    forward<W>(ATTENTION, y, ldy, lse);                                                                                        \
  }                                                                                                                            \
  EXPORT(attention_forward_f32_##W)
FORWARD(32)
FORWARD(64)
