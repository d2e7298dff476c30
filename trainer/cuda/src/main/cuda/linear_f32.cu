// Matrix products of linear layers in fp32 throughout, by fused multiply and add. The notation and the arguments are product.cuh's.
//
// A block of 256 threads computes a tile of c in steps of 16 along K. The tiles of a and b are kept in shared memory as [16][BM] and
// [16][BN], twice: while one is read, the next comes through registers. A thread has TM x TN sums: groups of four rows and four
// columns, each read as 16 bytes, so that a step of K takes (TM + TN) / 4 reads for TM·TN products.
//
// _128: 128x128, 8x8 a thread, 64 KiB;  _64: 64x64, 4x4 a thread, for few rows or columns, 17 KiB. Both take any size and alignment.
// Sums run along K one by one: the order depends on the slices alone.
// Bytes moved: every tile of c reads (BM + BN)·K·4, mostly from L2; c, bias and residual once.
#include "product.cuh"

constexpr int BK = 16, THREADS = 256;

// Four elements from p on, of which `left` are inside; zeros for the others.
__device__ __forceinline__ Few<4> four(const float* p, int left, bool vector) {
  Few<4> v = {{0.f, 0.f, 0.f, 0.f}};
  if (left <= 0) return v;
  if (vector) return load<4>(p);
#pragma unroll
  for (int i = 0; i < 4; i++)
    if (i < left) v.v[i] = p[i];
  return v;
}

// One operand's way from global memory to a tile [BK][R + 4]: rows r0 to r0 + R − 1 of what is not summed over. ALONG: its rows run
// along K, and quads are turned on their way.
template <int R, bool ALONG> struct Supply {
  static constexpr int N = R * BK / 4 / THREADS, STRIDE = R + 4;
  static constexpr int QUADS = (ALONG ? BK : R) / 4, APART = THREADS / QUADS;  // a row's quads; rows between a thread's
  const float* p;                                                             // this thread's next quad
  int ld, rows, columns;                                                      // from it to the ends of the matrix
  bool vector;
  Few<4> next[N];

  // Of a matrix of `all` such rows, from k to end.
  __device__ __forceinline__ Supply(const void* matrix, int ld, int r0, int all, int k, int end, bool vector) : ld(ld), vector(vector) {
    int row = (ALONG ? r0 : k) + threadIdx.x / QUADS, column = (ALONG ? k : r0) + threadIdx.x % QUADS * 4;
    p = (const float*)matrix + (long long)row * ld + column;
    rows = (ALONG ? all : end) - row, columns = (ALONG ? end : all) - column;
  }
  __device__ __forceinline__ void fetch() {
#pragma unroll
    for (int n = 0; n < N; n++) next[n] = four(p + (long long)(n * APART) * ld, n * APART < rows ? columns : 0, vector);
    p += ALONG ? BK : (long long)BK * ld;
    (ALONG ? columns : rows) -= BK;
  }
  __device__ __forceinline__ void put_down(float* tile) const {
#pragma unroll
    for (int n = 0; n < N; n++) {
      int e = n * THREADS + threadIdx.x;
      if (ALONG)
#pragma unroll
        for (int i = 0; i < 4; i++) tile[(e % (BK / 4) * 4 + i) * STRIDE + e / (BK / 4)] = next[n].v[i];
      else store<4>(tile + e / (R / 4) * STRIDE + e % (R / 4) * 4, next[n]);
    }
  }
};

template <int BM, int BN, int TM, int TN, bool A_ALONG, bool B_ALONG>
__device__ __forceinline__ void product(PRODUCT_PARAMETERS) {
  static_assert(BM / TM * (BN / TN) == THREADS, "");
  DYNAMIC_SHARED(memory);
  Place at(M, N, BM, BN);
  int begin = blockIdx.y * slice, end = K - begin < slice ? K : begin + slice, steps = (end - begin + BK - 1) / BK;
  Supply<BM, A_ALONG> sa(a, lda, at.m, M, begin, end, flags & A_VECTOR);
  Supply<BN, B_ALONG> sb(b, ldb, at.n, N, begin, end, flags & B_VECTOR);
  float *ta = (float*)memory, *tb = ta + 2 * BK * sa.STRIDE;
  int tn = threadIdx.x % (BN / TN) * 4, tm = threadIdx.x / (BN / TN) * 4;  // groups of four lie BN·4/TN and BM·4/TM apart
  bool summing = !A_ALONG && sums && at.n == 0 && threadIdx.x < BM;
  float acc[TM][TN] = {}, sum = 0.f;

  sa.fetch();
  sb.fetch();
  for (int step = 0; step < steps; step++) {
    float *pa = ta + step % 2 * BK * sa.STRIDE, *pb = tb + step % 2 * BK * sb.STRIDE;
    sa.put_down(pa);
    sb.put_down(pb);
    __syncthreads();  // nobody reads this half any more: its readers were done before the barrier of the step between
    if (summing)
#pragma unroll 1
      for (int k = 0; k < BK; k++) sum += pa[k * sa.STRIDE + threadIdx.x];
    if (step + 1 < steps) {
      sa.fetch();
      sb.fetch();
    }
#pragma unroll
    for (int k = 0; k < BK; k++) {
      float fa[TM], fb[TN];
#pragma unroll
      for (int i = 0; i < TM; i += 4) {
        Few<4> v = load<4>(pa + k * sa.STRIDE + tm + i * (BM / TM));
#pragma unroll
        for (int j = 0; j < 4; j++) fa[i + j] = v.v[j];
      }
#pragma unroll
      for (int i = 0; i < TN; i += 4) {
        Few<4> v = load<4>(pb + k * sb.STRIDE + tn + i * (BN / TN));
#pragma unroll
        for (int j = 0; j < 4; j++) fb[i + j] = v.v[j];
      }
#pragma unroll
      for (int i = 0; i < TM; i++)
#pragma unroll
        for (int j = 0; j < TN; j++) acc[i][j] = fmaf(fa[i], fb[j], acc[i][j]);
    }
  }

  if (summing && at.m + (int)threadIdx.x < M) {
    float* to = sums + (size_t)blockIdx.y * M + at.m + threadIdx.x;
    *to = sum + (flags & C_ADD ? *to : 0.f);
  }
  __syncthreads();
  float* tile = (float*)memory;
#pragma unroll
  for (int i = 0; i < TM; i++)
#pragma unroll
    for (int j = 0; j < TN; j += 4)
      store<4>(tile + (tm + i / 4 * 4 * (BM / TM) + i % 4) * BN + tn + j * (BN / TN),
               Few<4>{{acc[i][j], acc[i][j + 1], acc[i][j + 2], acc[i][j + 3]}});
  __syncthreads();
  finish<BM, BN, BN, THREADS, false>(tile, at, c, bias, residual, M, N, ldc, ldr, flags);
}

#define PRODUCT(name, blocks, ...)                                                                                       \
  KERNEL void __launch_bounds__(THREADS, blocks) name(PRODUCT_PARAMETERS) { product<__VA_ARGS__>(PRODUCT_ARGUMENTS); } \
  EXPORT(name)

PRODUCT(forward_f32_64, 3, 64, 64, 4, 4, true, true)
PRODUCT(dx_f32_64, 3, 64, 64, 4, 4, true, false)
PRODUCT(dw_f32_64, 3, 64, 64, 4, 4, false, false)
PRODUCT(forward_f32_128, 2, 128, 128, 8, 8, true, true)
PRODUCT(dx_f32_128, 2, 128, 128, 8, 8, true, false)
PRODUCT(dw_f32_128, 2, 128, 128, 8, 8, false, false)
