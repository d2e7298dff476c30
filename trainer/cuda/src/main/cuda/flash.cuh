// What the kernels of attention on tensor cores share: one call's arguments, and products of tiles in shared memory by warps.
//
// A block has 4 warps and 64·M own rows (queries, or keys), of which a warp has M times 16. It walks over tiles of the others' rows,
// two of each in shared memory: while one is used, the next is copied. All products are mma.m16n8k16: bf16 operands, fp32 sums.
// A lane holds, of 16x8 sums c[4], rows lane/4 (c[0], c[1]) and lane/4 + 8 (c[2], c[3]), columns 2(lane%4) and the next.
#pragma once
#include "kleiber.cuh"

constexpr int FLASH_THREADS = 128;
constexpr float LOG2_E = 1.4426950408889634f;

// Rows of D elements are 16 bytes apart beyond their length, so that 8 rows of ldmatrix meet 8 different sets of 4 banks.
template <int D> constexpr int LD = D + 8;

struct Flash {
  const bf16 *q, *k, *v;
  const int* lengths;
  const long long* call;
  long long seed, threshold;
  int ldq, ldk, ldv, heads, group, Tq, Tk, causal, window;
  float scale, kept;

  // Keys of sequence b that are no padding.
  __device__ __forceinline__ int length(int b) const { return lengths ? min(lengths[b], Tk) : Tk; }
  // The first key that query i sees, and one more than the last that queries up to i see.
  __device__ __forceinline__ int firstKey(int i) const { return window && i >= window ? i - window + 1 : 0; }
  __device__ __forceinline__ int endKey(int i, int length) const { return causal ? min(i + 1, length) : length; }
  __device__ __forceinline__ bool sees(int i, int j, int length) const {
    return j < length && (!causal || j <= i) && (!window || j > i - window);
  }
  // Whether all queries i0 to i1 see all keys j0 to j1, and whether any sees any.
  __device__ __forceinline__ bool seesAll(int i0, int i1, int j0, int j1, int length) const {
    return j1 < length && (!causal || j1 <= i0) && (!window || j0 > i1 - window);
  }
  __device__ __forceinline__ bool seesAny(int i0, int i1, int j0, int j1, int length) const {
    return j0 < length && (!causal || j0 <= i1) && (!window || j1 > i0 - window);
  }
  __device__ __forceinline__ long long row(int b, int h) const { return ((long long)b * heads + h) * Tq; }
};
#define FLASH_ARGUMENTS                                                                                                         \
  const bf16 *q, const bf16 *k, const bf16 *v, const int *lengths, const long long *call, long long seed, long long threshold,  \
      int ldq, int ldk, int ldv, int heads, int group, int Tq, int Tk, int causal, int window, float scale, float kept
#define FLASH                                                                                                                   \
  Flash { q, k, v, lengths, call, seed, threshold, ldq, ldk, ldv, heads, group, Tq, Tk, causal, window, scale, kept }

__device__ __forceinline__ int lane_id() { return threadIdx.x & 31; }
__device__ __forceinline__ int warp_id() { return threadIdx.x >> 5; }

// One head of one sequence: rows 0 to end - 1.
struct Head {
  const bf16* p;
  int ld, end;
};
__device__ __forceinline__ Head head_of(const bf16* p, int ld, int T, int b, int head, int D) {
  return {p + (size_t)b * T * ld + (size_t)head * D, ld, T};
}

// Starts copying ROWS rows from row0 on into s; zeros from m.end on.
template <int ROWS, int D> __device__ __forceinline__ void copy_rows(bf16* s, const Head& m, int row0) {
#pragma unroll
  for (int n = 0; n < (ROWS * D / 8 + FLASH_THREADS - 1) / FLASH_THREADS; n++) {
    int e = n * FLASH_THREADS + threadIdx.x, r = e / (D / 8), c = e % (D / 8) * 8;
    if (ROWS * D / 8 % FLASH_THREADS && r >= ROWS) break;
    bool inside = row0 + r < m.end;
    copy16(s + r * LD<D> + c, inside ? m.p + (size_t)(row0 + r) * m.ld + c : m.p, inside);
  }
}

// The own rows of a warp as left operands, M·16 rows of D: kept in registers, or read from shared memory whenever they are used.
template <int D, int M, bool KEPT> struct Own {
  const bf16* rows;
  uint32_t kept[KEPT ? M : 1][KEPT ? D / 16 : 1][4];

  __device__ __forceinline__ void read(uint32_t (&a)[4], int m, int d) const {
    ldmatrix4(a, rows + (16 * m + (lane_id() & 15)) * LD<D> + 16 * d + (lane_id() >> 4) * 8);
  }
  __device__ __forceinline__ void set(const bf16* s) {
    rows = s + warp_id() * 16 * M * LD<D>;
    if constexpr (KEPT)
#pragma unroll
      for (int m = 0; m < M; m++)
#pragma unroll
        for (int d = 0; d < D / 16; d++) read(kept[m][d], m, d);
  }
  __device__ __forceinline__ void get(uint32_t (&a)[4], int m, int d) const {
    if constexpr (KEPT)
#pragma unroll
      for (int i = 0; i < 4; i++) a[i] = kept[m][d][i];
    else read(a, m, d);
  }
};

template <int M, int N> __device__ __forceinline__ void clear(float (&c)[M][N][4]) {
#pragma unroll
  for (int m = 0; m < M; m++)
#pragma unroll
    for (int n = 0; n < N; n++)
#pragma unroll
      for (int i = 0; i < 4; i++) c[m][n][i] = 0.f;
}

// c[own row, n] = own[row]·s[n] for 8·N rows of s.
template <int D, int M, int N, bool KEPT>
__device__ __forceinline__ void dots(float (&c)[M][N][4], const Own<D, M, KEPT>& own, const bf16* s) {
  int lane = lane_id();
  clear(c);
#pragma unroll
  for (int d = 0; d < D / 16; d++) {
    uint32_t a[M][4];
#pragma unroll
    for (int m = 0; m < M; m++) own.get(a[m], m, d);
#pragma unroll
    for (int n = 0; n < N / 2; n++) {
      uint32_t b[4];
      ldmatrix4(b, s + (16 * n + (lane & 7) + (lane >> 4) * 8) * LD<D> + 16 * d + ((lane >> 3) & 1) * 8);
#pragma unroll
      for (int m = 0; m < M; m++) {
        mma_bf16(c[m][2 * n], a[m], b[0], b[1]);
        mma_bf16(c[m][2 * n + 1], a[m], b[2], b[3]);
      }
    }
  }
}

// p rounded to bf16, in the lanes' order of left operands: word [n / 2][n % 2 · 2 + e / 2] has p[n][e] for e even and the next.
template <int M, int N> __device__ __forceinline__ void round_to_operands(uint32_t (&a)[M][N / 2][4], const float (&p)[M][N][4]) {
#pragma unroll
  for (int m = 0; m < M; m++)
#pragma unroll
    for (int n = 0; n < N; n++)
#pragma unroll
      for (int r = 0; r < 2; r++) a[m][n / 2][n % 2 * 2 + r] = pack_bf16(p[m][n][2 * r], p[m][n][2 * r + 1]);
}

// sums[own row, :] += Σ_n p[row, n]·s[n, :] over 8·N rows of s, N the number of columns of p over 8.
template <int D, int M, int HALF>
__device__ __forceinline__ void add_products(float (&sums)[M][D / 8][4], const uint32_t (&p)[M][HALF][4], const bf16* s) {
  int lane = lane_id();
#pragma unroll
  for (int n = 0; n < HALF; n++)
#pragma unroll
    for (int d = 0; d < D / 16; d++) {
      uint32_t b[4];
      ldmatrix4_trans(b, s + (16 * n + (lane & 15)) * LD<D> + 16 * d + (lane >> 4) * 8);
#pragma unroll
      for (int m = 0; m < M; m++) {
        mma_bf16(sums[m][2 * d], p[m][n], b[0], b[1]);
        mma_bf16(sums[m][2 * d + 1], p[m][n], b[2], b[3]);
      }
    }
}
