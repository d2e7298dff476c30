// What the matrix products of linear_bf16.cu and linear_f32.cu share: c[M,N] = a[M,K]·b[K,N], then the epilogue.
//
// The three products of a linear layer y[M,N] = x[M,K]·w[N,K]' in this notation:
//   forward  y  = x·w'     a = x  [M,K]           b = w  stored [N,K]
//   dx          = dy·w     a = dy [M,N]           b = w  stored [K,N] in this notation: rows are what is summed over
//   dw         += dy'·x    a = dy stored [K,M]    b = x  stored [K,N]; sums = dbias, the sums of a's rows over K
// A block computes one tile of c over one slice of K: blockIdx.x is the tile, blockIdx.y the slice. With several slices (gridDim.y > 1)
// c is [slices, M, N] and sums [slices, M]: partial sums that linear_parts.cu adds in order.
#pragma once
#include "kleiber.cuh"

// Bits of the last argument. VECTOR: the operand may be read 16 bytes at a time; the host decides by address, stride and size.
constexpr int A_F32 = 1, A_VECTOR = 2, B_F32 = 4, B_VECTOR = 8, C_BF16 = 16, C_VECTOR = 32, C_ADD = 64, RESIDUAL_BF16 = 128;

#define PRODUCT_PARAMETERS                                                                                                  \
  const void *a, const void *b, void *c, const float *bias, const void *residual, float *sums, int M, int N, int K, int lda, \
      int ldb, int ldc, int ldr, int slice, int flags
#define PRODUCT_ARGUMENTS a, b, c, bias, residual, sums, M, N, K, lda, ldb, ldc, ldr, slice, flags

// The tile of a block. Eight rows of tiles go down before the next column of tiles, so that blocks that run together read
// about as many different rows of b as of a, and both from the L2 cache.
struct Place {
  int m, n;
  __device__ __forceinline__ Place(int M, int N, int tileM, int tileN) {
    const int HEIGHT = 8;
    int down = (M + tileM - 1) / tileM, across = (N + tileN - 1) / tileN;
    int band = blockIdx.x / (HEIGHT * across), rest = blockIdx.x % (HEIGHT * across);
    int height = down - band * HEIGHT < HEIGHT ? down - band * HEIGHT : HEIGHT;
    m = (band * HEIGHT + rest % height) * tileM;
    n = rest / height * tileN;
  }
};

// v[u] += p[row0 + u·STEP, column .. column + 3]. All loads are under way before the first sum.
template <int U, int STEP, class T>
__device__ __forceinline__ void add_rows(Few<4> (&v)[U], const T* p, int ld, int row0, int column, int M, int N, bool vector) {
  p += (long long)row0 * ld + column;
  if (vector) {
    Few<4> q[U];
#pragma unroll
    for (int u = 0; u < U; u++)
      if (row0 + u * STEP < M) q[u] = load<4>(p + (long long)u * STEP * ld);
#pragma unroll
    for (int u = 0; u < U; u++)
      if (row0 + u * STEP < M)
#pragma unroll
        for (int i = 0; i < 4; i++) v[u].v[i] += q[u].v[i];
  } else {
#pragma unroll
    for (int u = 0; u < U; u++)
      for (int i = 0; i < 4; i++)
        if (row0 + u * STEP < M && column + i < N) v[u].v[i] += to_float(p[(long long)u * STEP * ld + i]);
  }
}

// p[row0 + u·STEP, column .. column + 3] = v[u].
template <int U, int STEP, class T>
__device__ __forceinline__ void put_rows(const Few<4> (&v)[U], T* p, int ld, int row0, int column, int M, int N, bool vector) {
  p += (long long)row0 * ld + column;
#pragma unroll
  for (int u = 0; u < U; u++) {
    if (row0 + u * STEP >= M) continue;
    T* to = p + (long long)u * STEP * ld;
    if (vector) {
      store<4>(to, v[u]);
    } else {
      for (int i = 0; i < 4; i++)
        if (column + i < N) put(to + i, v[u].v[i]);
    }
  }
}

// c = tile + bias + residual (+ c), by quads of columns; a thread stays in its columns. `tile` [BM, STRIDE] is in shared memory, after
// a barrier. ROUNDED: c and residual may be bf16.
template <int BM, int BN, int STRIDE, int THREADS, bool ROUNDED>
__device__ __forceinline__ void finish(const float* tile, Place at, void* c, const float* bias, const void* residual, int M, int N,
                                       int ldc, int ldr, int flags) {
  constexpr int LANES = BN / 4, STEP = THREADS / LANES, ROWS = BM / STEP, U = ROWS < 8 ? ROWS : 8;
  static_assert(THREADS % LANES == 0 && ROWS % U == 0, "a thread has whole columns and whole batches of rows");
  int q = threadIdx.x % LANES * 4, r = threadIdx.x / LANES, column = at.n + q;
  if (column >= N) return;
  float shift[4] = {0.f, 0.f, 0.f, 0.f};
  if (bias)
    for (int i = 0; i < 4; i++)
      if (column + i < N) shift[i] = bias[column + i];
  bool vector = flags & C_VECTOR;
  size_t part = (size_t)blockIdx.y * M * N;
#pragma unroll 1
  for (; r < BM; r += U * STEP) {
    int row = at.m + r;
    if (row >= M) return;
    Few<4> v[U];
#pragma unroll
    for (int u = 0; u < U; u++) {
      v[u] = load<4>(tile + (r + u * STEP) * STRIDE + q);
#pragma unroll
      for (int i = 0; i < 4; i++) v[u].v[i] += shift[i];
    }
    if (ROUNDED && residual && flags & RESIDUAL_BF16) add_rows<U, STEP>(v, (const bf16*)residual, ldr, row, column, M, N, vector);
    else if (residual) add_rows<U, STEP>(v, (const float*)residual, ldr, row, column, M, N, vector);
    if (ROUNDED && flags & C_BF16) {
      if (flags & C_ADD) add_rows<U, STEP>(v, (const bf16*)c, ldc, row, column, M, N, vector);
      put_rows<U, STEP>(v, (bf16*)c, ldc, row, column, M, N, vector);
    } else {
      float* to = (float*)c + part;
      if (flags & C_ADD) add_rows<U, STEP>(v, to, ldc, row, column, M, N, vector);
      put_rows<U, STEP>(v, to, ldc, row, column, M, N, vector);
    }
  }
}
