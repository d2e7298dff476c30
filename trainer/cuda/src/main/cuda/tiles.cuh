// Products of 64x64 tiles through shared memory in fp32, for attention.
//
// A block has 256 threads and one tile of 64 rows: queries, or keys, or distances. It walks over tiles of 64 columns. Thread
// (ty, tx) of 16x16 has the 4x4 elements of rows 4ty.. and columns 4tx.. of a tile of scores. All lengths and widths are free:
// what lies outside reads as zero and is masked.
#pragma once
#include "kleiber.cuh"

constexpr int TILE = 64, THREADS = 256, CHUNK = 32;
// The rows' operand (64 rows), the columns' (64 or, where it is read by distance, 128), and a tile of probabilities.
constexpr int OPERAND = CHUNK * (TILE + 4), PANEL = CHUNK * (2 * TILE + 4), ATTENTION_FLOATS = OPERAND + PANEL + TILE * TILE;

struct __align__(16) Four { float v[4]; };
template <int N> struct __align__(4 * N) Floats { float v[N]; };

__device__ __forceinline__ int thread_row() { return threadIdx.x >> 4; }
__device__ __forceinline__ int thread_column() { return threadIdx.x & 15; }

// Rows 0 to end - 1 of one head: all others, and columns from width on, are zero.
struct Rows {
  const char* p;
  int ld, end, width;
  bool rounded;

  __device__ __forceinline__ float at(int row, int column) const {
    if (row < 0 || row >= end || column >= width) return 0.f;
    long long e = (long long)row * ld + column;
    return rounded ? to_float(((const bf16*)p)[e]) : ((const float*)p)[e];
  }
  __device__ __forceinline__ void put_at(int row, int column, float value) const {
    if (row >= end || column >= width) return;
    long long e = (long long)row * ld + column;
    if (rounded) put((bf16*)p + e, value);
    else put((float*)p + e, value);
  }
};

// t[c][row] = rows first to first + ROWS - 1, columns column to column + 31. A warp loads 4 rows of 8 columns; with 4 floats of
// padding neither writing them nor reading 4 rows of one column meets a bank twice.
template <int ROWS> __device__ __forceinline__ int group_at(int c, int group) { return c * (ROWS + 4) + 4 * group; }
template <int ROWS> __device__ __forceinline__ void load_columns(float* t, const Rows& m, int first, int column) {
  int c = threadIdx.x / 4 % CHUNK, r = threadIdx.x / (4 * CHUNK) * 4 + threadIdx.x % 4;
#pragma unroll 2
  for (int n = 0; n < ROWS * CHUNK / THREADS; n++, r += THREADS / CHUNK) t[c * (ROWS + 4) + r] = m.at(first + r, column + c);
}

// t[row][c] = the same of COLUMNS columns, row by row.
template <int ROWS, int COLUMNS> __device__ __forceinline__ void load_rows(float* t, const Rows& m, int first, int column) {
  int c = threadIdx.x % COLUMNS, r = threadIdx.x / COLUMNS;
#pragma unroll 2
  for (int n = 0; n < ROWS * COLUMNS / THREADS; n++, r += THREADS / COLUMNS) t[r * COLUMNS + c] = m.at(first + r, column + c);
}

// s[row, column] += x[x0 + row]·y[y0 + column].
__device__ __forceinline__ void add_dots(float (&s)[4][4], const Rows& x, int x0, const Rows& y, int y0, float* memory) {
  int ty = thread_row(), tx = thread_column();
  float *sx = memory, *sy = memory + OPERAND;
  for (int column = 0; column < x.width; column += CHUNK) {
    __syncthreads();
    load_columns<TILE>(sx, x, x0, column);
    load_columns<TILE>(sy, y, y0, column);
    __syncthreads();
#pragma unroll 2
    for (int c = 0; c < CHUNK; c++) {
      Four a = *(const Four*)(sx + group_at<TILE>(c, ty)), b = *(const Four*)(sy + group_at<TILE>(c, tx));
#pragma unroll
      for (int i = 0; i < 4; i++)
#pragma unroll
        for (int j = 0; j < 4; j++) s[i][j] += a.v[i] * b.v[j];
    }
  }
}

// By distance: s[row, column] += x[x0 + row]·z[z0 + row - column + 63], or with COLUMNS_FIRST x[x0 + column]·z[z0 + column - row +
// 63]. A thread's 16 elements need 7 rows of z only.
template <bool COLUMNS_FIRST>
__device__ __forceinline__ void add_distance_dots(float (&s)[4][4], const Rows& x, int x0, const Rows& z, int z0, float* memory) {
  int first = COLUMNS_FIRST ? thread_column() : thread_row(), second = COLUMNS_FIRST ? thread_row() : thread_column();
  int apart = first - second + 15;
  float *sx = memory, *sz = memory + OPERAND;
  for (int column = 0; column < x.width; column += CHUNK) {
    __syncthreads();
    load_columns<TILE>(sx, x, x0, column);
    load_columns<2 * TILE>(sz, z, z0, column);
    __syncthreads();
#pragma unroll 2
    for (int c = 0; c < CHUNK; c++) {
      Four a = *(const Four*)(sx + group_at<TILE>(c, first));
      Four w[2] = {*(const Four*)(sz + group_at<2 * TILE>(c, apart)), *(const Four*)(sz + group_at<2 * TILE>(c, apart + 1))};
#pragma unroll
      for (int i = 0; i < 4; i++)
#pragma unroll
        for (int j = 0; j < 4; j++) {
          int f = COLUMNS_FIRST ? j : i, n = 3 + f - (COLUMNS_FIRST ? i : j);
          s[i][j] += a.v[f] * w[n >> 2].v[n & 3];
        }
    }
  }
}

// A tile of probabilities or their gradients, p[column][row], groups of 4 rows permuted by the column's group.
__device__ __forceinline__ int tile_at(int column, int group) { return column * TILE + 4 * (group ^ (column >> 2)); }
__device__ __forceinline__ void store_tile(float* p, const float (&s)[4][4]) {
  int ty = thread_row(), tx = thread_column();
#pragma unroll
  for (int j = 0; j < 4; j++) *(Four*)(p + tile_at(4 * tx + j, ty)) = {s[0][j], s[1][j], s[2][j], s[3][j]};
}

// A tile's 64 rows by W columns from `column` on, of sums over all threads: rows 4ty.., columns V·tx... Heads wider than 64 are done
// by several blocks, each with its own range of columns.
template <int W> struct Sums {
  static constexpr int V = W / 16;
  float v[4][V];
  int column;

  __device__ __forceinline__ explicit Sums(int column) : v{}, column(column) {}
  __device__ __forceinline__ void multiply(int i, float factor) {
#pragma unroll
    for (int c = 0; c < V; c++) v[i][c] *= factor;
  }
  // sums[row] += Σ_column p[row, column]·z[z0 + column]; p was stored before, unseen by others yet.
  __device__ __forceinline__ void add(const float* p, const Rows& z, int z0, float* memory) {
    int ty = thread_row(), tx = thread_column();
    __syncthreads();
    load_rows<TILE, W>(memory, z, z0, column);
    __syncthreads();
#pragma unroll 4
    for (int j = 0; j < TILE; j++) {
      Four a = *(const Four*)(p + tile_at(j, ty));
      Floats<V> b = *(const Floats<V>*)(memory + j * W + V * tx);
#pragma unroll
      for (int i = 0; i < 4; i++)
#pragma unroll
        for (int c = 0; c < V; c++) v[i][c] += a.v[i] * b.v[c];
    }
  }
  // By distance: sums[row] += Σ_column p[row, column]·z[z0 + row - column + 63], 32 columns of z at once.
  __device__ __forceinline__ void add_by_distance(const float* p, const Rows& z, int z0, float* memory) {
    int ty = thread_row(), tx = thread_column();
#pragma unroll
    for (int half = 0; half < W / CHUNK; half++) {
      __syncthreads();
      load_rows<2 * TILE, CHUNK>(memory, z, z0, column + half * CHUNK);
      __syncthreads();
      // This half's columns belong to the threads of one half of each row.
      if (W > CHUNK && tx / 8 != half) continue;
      const float* own = memory + V * tx % CHUNK;
#pragma unroll 1
      for (int j = 0; j < TILE; j += 4) {
        Floats<V> b[7];
#pragma unroll
        for (int d = 0; d < 7; d++) b[d] = *(const Floats<V>*)(own + (4 * ty - j + 60 + d) * CHUNK);
#pragma unroll
        for (int k = 0; k < 4; k++) {
          Four a = *(const Four*)(p + tile_at(j + k, ty));
#pragma unroll
          for (int i = 0; i < 4; i++)
#pragma unroll
            for (int c = 0; c < V; c++) v[i][c] += a.v[i] * b[3 + i - k].v[c];
        }
      }
    }
  }
  // Writes factor·sums to rows first.. of m.
  __device__ __forceinline__ void write(const Rows& m, int first, float factor) const {
#pragma unroll
    for (int i = 0; i < 4; i++)
#pragma unroll
      for (int c = 0; c < V; c++) m.put_at(first + 4 * thread_row() + i, column + V * thread_column() + c, v[i][c] * factor);
  }
};
