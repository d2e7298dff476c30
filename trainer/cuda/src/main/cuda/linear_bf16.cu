// Matrix products of linear layers on tensor cores: bf16 factors, fp32 sums. The notation and the arguments are product.cuh's.
//
// A block computes a tile of c in steps of 64 along K. Three stages of shared memory hold the tiles of a and b of this step and of the
// next two, which asynchronous copies fill meanwhile. Warps read fragments with ldmatrix and multiply them by mma.m16n8k16:
//
//            b [64, BN]            a warp's part of the tile is WM x WN; it reads WM + WN rows of 16
//   a [BM, 64]  c [BM, BN]         for WM·WN·16 products, so large parts keep shared memory idle
//
// Shared memory is [rows][length] as the operand is stored: [BM][64] where its rows run along K, [64][BM] where its columns do. Chunks of
// 16 bytes are swizzled: chunk q of row r lies at q ^ (r & 7), so that eight rows of one chunk, what ldmatrix reads at a time, lie in
// different banks, and so do the eight chunks that eight threads copy.
//
// _256: 128x256, eight warps of 64x64, 144 KiB; _128: 128x128, four warps of 64x64, 96 KiB, two blocks a multiprocessor. Their operands
//       are bf16 that may be read 16 bytes at a time (VECTOR); linear_parts.cu makes them so where they are not, and sums dbias.
// _64:  64x64, four warps of 32x32, 48 KiB, for few rows or columns, where launches and the first loads are most of the time. It takes
//       any operands: fp32 is rounded, and what is not aligned gathered, on the way to shared memory. Its dw sums dbias too.
//
// Sums run along K in steps of 16 by one accumulator: the order depends on shape and slices alone.
// Bytes moved: every tile of c reads (BM + BN)·K·2, mostly from L2; c, bias and residual once.
#include "product.cuh"

constexpr int BK = 64, STAGES = 3;
constexpr uint32_t ONES = 0x3f803f80u;

struct Operand {
  const void* p;
  int ld;
  bool f32, vector;
};

// Where element (r, q) of a tile of rows of LENGTH lies.
template <int LENGTH> __device__ __forceinline__ int swizzled(int r, int q) { return r * LENGTH + (((q >> 3) ^ (r & 7)) << 3); }

template <int ROWS, int LENGTH, int THREADS, class T>
__device__ __forceinline__ void gathered(bf16* tile, const T* p, int ld, int row0, int column0, int rows, int columns) {
#pragma unroll 1
  for (int e = threadIdx.x; e < ROWS * LENGTH / 8; e += THREADS) {
    int r = e / (LENGTH / 8), q = e % (LENGTH / 8) * 8;
    const T* from = p + (long long)(row0 + r) * ld + column0 + q;
    float v[8];
#pragma unroll
    for (int i = 0; i < 8; i++) v[i] = row0 + r < rows && column0 + q + i < columns ? to_float(from[i]) : 0.f;
    *(uint4*)(tile + swizzled<LENGTH>(r, q)) =
        make_uint4(pack_bf16(v[0], v[1]), pack_bf16(v[2], v[3]), pack_bf16(v[4], v[5]), pack_bf16(v[6], v[7]));
  }
}

// fp32, 16 bytes at a time, all loads under way before the first is rounded.
template <int ROWS, int LENGTH, int THREADS>
__device__ __forceinline__ void rounded(bf16* tile, const float* p, int ld, int row0, int column0, int rows, int columns) {
  constexpr int N = ROWS * LENGTH / 8 / THREADS;
  Few<4> v[N][2];
#pragma unroll
  for (int n = 0; n < N; n++) {
    int e = n * THREADS + threadIdx.x, r = e / (LENGTH / 8), q = e % (LENGTH / 8) * 8;
#pragma unroll
    for (int h = 0; h < 2; h++) {
      v[n][h] = Few<4>{{0.f, 0.f, 0.f, 0.f}};
      if (row0 + r < rows && column0 + q + 4 * h < columns)
        v[n][h] = load<4>(p + (long long)(row0 + r) * ld + column0 + q + 4 * h);
    }
  }
#pragma unroll
  for (int n = 0; n < N; n++) {
    int e = n * THREADS + threadIdx.x, r = e / (LENGTH / 8), q = e % (LENGTH / 8) * 8;
    const float *lo = v[n][0].v, *hi = v[n][1].v;
    *(uint4*)(tile + swizzled<LENGTH>(r, q)) =
        make_uint4(pack_bf16(lo[0], lo[1]), pack_bf16(lo[2], lo[3]), pack_bf16(hi[0], hi[1]), pack_bf16(hi[2], hi[3]));
  }
}

// A tile of an operand's rows from row0 and columns from column0, zeros beyond `rows` and `columns`.
template <int ROWS, int LENGTH, int THREADS, bool ANY>
__device__ __forceinline__ void fill_tile(bf16* tile, const Operand& o, int row0, int column0, int rows, int columns) {
  if (!ANY || (o.vector && !o.f32)) {
    const bf16* p = (const bf16*)o.p;
#pragma unroll
    for (int n = 0; n < ROWS * LENGTH / 8 / THREADS; n++) {
      int e = n * THREADS + threadIdx.x, r = e / (LENGTH / 8), q = e % (LENGTH / 8) * 8;
      bool inside = row0 + r < rows && column0 + q < columns;
      copy16(tile + swizzled<LENGTH>(r, q), p + (inside ? (long long)(row0 + r) * o.ld + column0 + q : 0), inside);
    }
  } else if (o.vector) {
    rounded<ROWS, LENGTH, THREADS>(tile, (const float*)o.p, o.ld, row0, column0, rows, columns);
  } else if (o.f32) {
    gathered<ROWS, LENGTH, THREADS>(tile, (const float*)o.p, o.ld, row0, column0, rows, columns);
  } else {
    gathered<ROWS, LENGTH, THREADS>(tile, (const bf16*)o.p, o.ld, row0, column0, rows, columns);
  }
}

// A_ALONG, B_ALONG: the operand's rows run along K. ANY: of any type and alignment.
template <int BM, int BN, int WM, int WN, bool A_ALONG, bool B_ALONG, bool ANY>
__device__ __forceinline__ void product(PRODUCT_PARAMETERS) {
  constexpr int THREADS = BM / WM * (BN / WN) * 32, FM = WM / 16, FN = WN / 8;
  constexpr int STRIDE = BN + 8;  // of the tile of sums, so that pairs of its fragments lie in different banks
  static_assert(BM * STRIDE * 4 <= STAGES * (BM + BN) * BK * 2, "the tile of sums takes the place of the operands");
  DYNAMIC_SHARED(memory);
  bf16* sa = (bf16*)memory;
  bf16* sb = sa + STAGES * BM * BK;
  Place at(M, N, BM, BN);
  int lane = threadIdx.x & 31, warp = threadIdx.x >> 5, wm = warp % (BM / WM) * WM, wn = warp / (BM / WM) * WN;
  int begin = blockIdx.y * slice, end = K - begin < slice ? K : begin + slice, steps = (end - begin + BK - 1) / BK;
  Operand oa{a, lda, (flags & A_F32) != 0, (flags & A_VECTOR) != 0}, ob{b, ldb, (flags & B_F32) != 0, (flags & B_VECTOR) != 0};

  auto fill = [&](int step) {
    int k = begin + step * BK;
    bf16 *ta = sa + step % STAGES * BM * BK, *tb = sb + step % STAGES * BN * BK;
    if (A_ALONG) fill_tile<BM, BK, THREADS, ANY>(ta, oa, at.m, k, M, end);
    else fill_tile<BK, BM, THREADS, ANY>(ta, oa, k, at.m, end, M);
    if (B_ALONG) fill_tile<BN, BK, THREADS, ANY>(tb, ob, at.n, k, N, end);
    else fill_tile<BK, BN, THREADS, ANY>(tb, ob, k, at.n, end, N);
  };
  // Fragments of a step's elements k to k + 15: fa[i] of rows 16i of the warp's part, fb[j] of columns 16j. The addresses of the four
  // matrices that lanes give to ldmatrix are in the order of mma's registers; transposed reading turns columns along K into rows.
  auto read = [&](uint32_t(&fa)[FM][4], uint32_t(&fb)[FN / 2][4], int stage, int k) {
    const bf16 *ta = sa + stage * BM * BK, *tb = sb + stage * BN * BK;
    int low = lane & 7, middle = (lane >> 3 & 1) * 8, high = (lane >> 4) * 8;
#pragma unroll
    for (int i = 0; i < FM; i++)
      if (A_ALONG) ldmatrix4(fa[i], ta + swizzled<BK>(wm + i * 16 + low + middle, k + high));
      else ldmatrix4_trans(fa[i], ta + swizzled<BM>(k + low + high, wm + i * 16 + middle));
#pragma unroll
    for (int j = 0; j < FN / 2; j++)
      if (B_ALONG) ldmatrix4(fb[j], tb + swizzled<BK>(wn + j * 16 + low + high, k + middle));
      else ldmatrix4_trans(fb[j], tb + swizzled<BN>(k + low + middle, wn + j * 16 + high));
  };

  float acc[FM][FN][4] = {}, ones[FM][4] = {};
  bool summing = ANY && !A_ALONG && sums && at.n == 0 && wn == 0;
#pragma unroll
  for (int s = 0; s < STAGES - 1; s++) {
    if (s < steps) fill(s);
    copy_commit();
  }
  for (int step = 0; step < steps; step++) {
    copy_wait<STAGES - 2>();
    __syncthreads();  // this step's tiles are there, and nobody reads the last step's any more
    if (step + STAGES - 1 < steps) fill(step + STAGES - 1);
    copy_commit();
    uint32_t fa[2][FM][4], fb[2][FN / 2][4];
    read(fa[0], fb[0], step % STAGES, 0);
#pragma unroll
    for (int k = 0; k < BK / 16; k++) {
      if (k + 1 < BK / 16) read(fa[(k + 1) & 1], fb[(k + 1) & 1], step % STAGES, (k + 1) * 16);
#pragma unroll
      for (int i = 0; i < FM; i++)
#pragma unroll
        for (int j = 0; j < FN; j++) mma_bf16(acc[i][j], fa[k & 1][i], fb[k & 1][j >> 1][(j & 1) * 2], fb[k & 1][j >> 1][(j & 1) * 2 + 1]);
      if (summing)
#pragma unroll
        for (int i = 0; i < FM; i++) mma_bf16(ones[i], fa[k & 1][i], ONES, ONES);
    }
  }

  if (summing && (lane & 3) == 0) {  // the products with ones are the same in all columns
    float* to = sums + (size_t)blockIdx.y * M;
    for (int i = 0; i < FM; i++)
      for (int h = 0; h < 2; h++) {
        int row = at.m + wm + i * 16 + h * 8 + (lane >> 2);
        if (row < M) to[row] = ones[i][h * 2] + (flags & C_ADD ? to[row] : 0.f);
      }
  }
  copy_wait<0>();
  __syncthreads();
  float* tile = (float*)memory;
#pragma unroll
  for (int i = 0; i < FM; i++)
#pragma unroll
    for (int j = 0; j < FN; j++)
#pragma unroll
      for (int h = 0; h < 2; h++) {
        float* to = tile + (wm + i * 16 + h * 8 + (lane >> 2)) * STRIDE + wn + j * 8 + (lane & 3) * 2;
        *(float2*)to = make_float2(acc[i][j][h * 2], acc[i][j][h * 2 + 1]);
      }
  __syncthreads();
  finish<BM, BN, STRIDE, THREADS, true>(tile, at, c, bias, residual, M, N, ldc, ldr, flags);
}

#define PRODUCT(name, threads, blocks, ...)                                           \
  KERNEL void __launch_bounds__(threads, blocks) name(PRODUCT_PARAMETERS) {           \
    product<__VA_ARGS__>(PRODUCT_ARGUMENTS);                                          \
  }                                                                                   \
  EXPORT(name)

PRODUCT(forward_bf16_64, 128, 4, 64, 64, 32, 32, true, true, true)
PRODUCT(dx_bf16_64, 128, 4, 64, 64, 32, 32, true, false, true)
PRODUCT(dw_bf16_64, 128, 4, 64, 64, 32, 32, false, false, true)
PRODUCT(forward_bf16_128, 128, 2, 128, 128, 64, 64, true, true, false)
PRODUCT(dx_bf16_128, 128, 2, 128, 128, 64, 64, true, false, false)
PRODUCT(dw_bf16_128, 128, 2, 128, 128, 64, 64, false, false, false)
PRODUCT(forward_bf16_256, 256, 1, 128, 256, 64, 64, true, true, false)
PRODUCT(dx_bf16_256, 256, 1, 128, 256, 64, 64, true, false, false)
PRODUCT(dw_bf16_256, 256, 1, 128, 256, 64, 64, false, false, false)
