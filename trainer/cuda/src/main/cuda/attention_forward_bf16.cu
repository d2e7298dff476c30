// Attention on tensor cores, forward: y[i] = Σ_j P[i, j]·mask[i, j]·v[j], P = softmax over j of scale·q[i]·k[j], over the keys that
// query i sees; for every sequence and head. bf16 in and out, fp32 between. The softmax is online (Dao, arXiv:2307.08691): only
// lse[i] = log2 Σ_j 2^(scale·log2(e)·q[i]·k[j]) is stored for the backward pass. Where a query sees no key, y is 0 and lse infinite.
// The maximum that is subtracted may lag behind by 8, a factor of 256 that fp32 sums hold easily: sums are rarely rescaled.
// Shapes: q [B·Tq, H·D], k and v [B·Tk, H/group·D], y as q, all with row strides that are multiples of 8; lse [B·H·Tq].
// Grid (B·H, ⌈Tq/(64·M)⌉), 128 threads, (64·M + 256)·(D + 8)·2 bytes. Sums over keys in order of tiles of 64.
// Bytes: q and y once, k and v once for every 64·M queries, mostly from the second-level cache.
#include "flash.cuh"

template <int D, int M> __device__ __forceinline__ void forward(const Flash& f, bf16* y, int ldy, float* lse) {
  constexpr int OWN = 64 * M, KEYS = 64, N = KEYS / 8;
  DYNAMIC_SHARED(bytes);
  bf16 *sq = (bf16*)bytes, *sk = sq + OWN * LD<D>, *sv = sk + 2 * KEYS * LD<D>;
  int b = blockIdx.x / f.heads, h = blockIdx.x % f.heads, length = f.length(b), lane = lane_id();
  int i0 = (gridDim.y - 1 - blockIdx.y) * OWN, own = i0 + warp_id() * 16 * M;  // the longest rows first
  Head q = head_of(f.q, f.ldq, f.Tq, b, h, D), k = head_of(f.k, f.ldk, f.Tk, b, h / f.group, D),
       v = head_of(f.v, f.ldv, f.Tk, b, h / f.group, D);
  Mask mask(f.seed, f.call, f.threshold, f.kept);
  float c2 = f.scale * LOG2_E, sums[M][D / 8][4], base[M][2], l[M][2];
  clear(sums);
#pragma unroll
  for (int m = 0; m < M; m++)
#pragma unroll
    for (int r = 0; r < 2; r++) {
      base[m][r] = -1e30f;
      l[m][r] = 0.f;
    }
  Own<D, M, true> queries;
  int first = f.firstKey(i0) / KEYS * KEYS, end = f.endKey(min(i0 + OWN, f.Tq) - 1, length);
  copy_rows<OWN, D>(sq, q, i0);
  copy_rows<KEYS, D>(sk, k, first);
  copy_rows<KEYS, D>(sv, v, first);
  copy_commit();
  for (int j0 = first, stage = 0; j0 < end; j0 += KEYS, stage ^= 1) {
    copy_wait<0>();
    __syncthreads();
    if (j0 == first) queries.set(sq);
    if (j0 + KEYS < end) {
      copy_rows<KEYS, D>(sk + (stage ^ 1) * KEYS * LD<D>, k, j0 + KEYS);
      copy_rows<KEYS, D>(sv + (stage ^ 1) * KEYS * LD<D>, v, j0 + KEYS);
      copy_commit();
    }
    int last = own + 16 * M - 1;
    if (!f.seesAny(own, last, j0, j0 + KEYS - 1, length)) continue;
    float s[M][N][4];
    dots(s, queries, sk + stage * KEYS * LD<D>);
    bool all = f.seesAll(own, last, j0, j0 + KEYS - 1, length);
#pragma unroll
    for (int m = 0; m < M; m++)
#pragma unroll
      for (int r = 0; r < 2; r++) {
        int i = own + 16 * m + lane / 4 + 8 * r;
        if (!all)
#pragma unroll
          for (int n = 0; n < N; n++)
#pragma unroll
            for (int e = 2 * r; e < 2 * r + 2; e++)
              if (!f.sees(i, j0 + 8 * n + lane % 4 * 2 + (e & 1), length)) s[m][n][e] = -INFINITY;
        float top = -INFINITY;
#pragma unroll
        for (int n = 0; n < N; n++) top = fmaxf(top, fmaxf(s[m][n][2 * r], s[m][n][2 * r + 1]));
        top = fmaxf(top, __shfl_xor_sync(0xffffffffu, top, 1));
        top = fmaxf(top, __shfl_xor_sync(0xffffffffu, top, 2)) * c2;
        if (top > base[m][r] + 8.f) {
          float factor = exp2_fast(base[m][r] - top);
          base[m][r] = top;
          l[m][r] *= factor;
#pragma unroll
          for (int d = 0; d < D / 8; d++) {
            sums[m][d][2 * r] *= factor;
            sums[m][d][2 * r + 1] *= factor;
          }
        }
#pragma unroll
        for (int n = 0; n < N; n++)
#pragma unroll
          for (int e = 2 * r; e < 2 * r + 2; e++) {
            s[m][n][e] = exp2_fast(s[m][n][e] * c2 - base[m][r]);
            l[m][r] += s[m][n][e];
          }
        if (f.threshold) {
          uint32_t bits = 0;  // of the elements that are kept
#pragma unroll 2
          for (int t = 0; t < 2 * N; t++)
            bits |= (mask.factor((f.row(b, h) + i) * f.Tk + j0 + t / 2 * 8 + lane % 4 * 2 + t % 2) > 0 ? 1u : 0u) << t;
#pragma unroll
          for (int t = 0; t < 2 * N; t++) s[m][t / 2][2 * r + t % 2] *= bits >> t & 1 ? f.kept : 0.f;
        }
      }
    uint32_t probabilities[M][N / 2][4];
    round_to_operands(probabilities, s);
    add_products<D>(sums, probabilities, sv + stage * KEYS * LD<D>);
  }
#pragma unroll
  for (int m = 0; m < M; m++)
#pragma unroll
    for (int r = 0; r < 2; r++) {
      l[m][r] += __shfl_xor_sync(0xffffffffu, l[m][r], 1);
      l[m][r] += __shfl_xor_sync(0xffffffffu, l[m][r], 2);
      int i = own + 16 * m + lane / 4 + 8 * r;
      if (i >= f.Tq) continue;
      float factor = l[m][r] > 0 ? 1 / l[m][r] : 0.f;
      bf16* to = y + ((size_t)b * f.Tq + i) * ldy + (size_t)h * D + lane % 4 * 2;
#pragma unroll
      for (int d = 0; d < D / 8; d++)
        *(uint32_t*)(to + 8 * d) = pack_bf16(sums[m][d][2 * r] * factor, sums[m][d][2 * r + 1] * factor);
      if (lane % 4 == 0) lse[f.row(b, h) + i] = l[m][r] > 0 ? base[m][r] + log2f(l[m][r]) : INFINITY;
    }
}

#define FORWARD(D, M)                                                                                                           \
  KERNEL void __launch_bounds__(FLASH_THREADS, 2) attention_forward_bf16_##D(FLASH_ARGUMENTS, bf16* y, int ldy, float* lse) {   \
    forward<D, M>(FLASH, y, ldy, lse);                                                                                          \
  }                                                                                                                             \
  EXPORT(attention_forward_bf16_##D)
FORWARD(16, 1)
FORWARD(32, 1)
FORWARD(64, 2)
FORWARD(128, 1)

// to[row, :] = from[row, :] in bf16, for inputs that came in fp32: both [rows, columns], ld of `from` and columns multiples of 4.
// Grid (any), 256 threads.
KERNEL void __launch_bounds__(256) attention_round_bf16(const float* from, bf16* to, long long rows, int columns, int ld) {
  long long size = rows * columns / 4;
  for (long long e = blockIdx.x * 256ll + threadIdx.x; e < size; e += gridDim.x * 256ll) {
    long long row = e * 4 / columns;
    float4 v = *(const float4*)(from + row * ld + (e * 4 - row * columns));
    *(uint2*)(to + e * 4) = make_uint2(pack_bf16(v.x, v.y), pack_bf16(v.z, v.w));
  }
}
EXPORT(attention_round_bf16)
