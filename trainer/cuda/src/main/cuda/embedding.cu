// y[b·T + t] = table[tokens[b, t]] + positions[t], for y [B·T, C].
//   backward  dtable[v] += Σ dy over the rows with token v, in their order;  dpositions[t] += Σ over b
// No atomics: a block owns `own` neighbouring entries of the vocabulary and 64 columns, and walks all tokens for them. Tokens are read
// V / own times, from the cache; dy is read once.
#include "kleiber.cuh"

KERNEL void embedding_forward(const int* tokens, const float* table, const float* positions, float* y, long long rows, int T, int C) {
  for (long long i = blockIdx.x * (long long)blockDim.x + threadIdx.x; i < rows * C; i += (long long)gridDim.x * blockDim.x) {
    long long row = i / C;
    int c = (int)(i % C);
    float v = table[(size_t)tokens[row] * C + c];
    y[i] = positions ? v + positions[(size_t)(row % T) * C + c] : v;
  }
}
EXPORT(embedding_forward)

constexpr int WINDOW = 1024, OWN = 16, COLUMNS = 64;
// 256 threads: 64 columns by 4 groups; group g adds up every fourth row that matches, the groups are added in order.
KERNEL void embedding_backward(const int* tokens, const float* dy, float* dtable, int rows, int V, int C, int own) {
  __shared__ int found[WINDOW];
  __shared__ int counts[9];
  __shared__ float sums[OWN][4][COLUMNS];
  int t = threadIdx.x, warp = t >> 5, lane = t & 31, group = t / COLUMNS, column = t % COLUMNS;
  int first = blockIdx.x * own, last = first + own < V ? first + own : V, c = blockIdx.y * COLUMNS + column;
  for (int v = 0; v < own; v++) sums[v][group][column] = 0.f;
  for (int from = 0; from < rows; from += WINDOW) {
    // The rows of this window whose token is ours, in order: each warp counts those of its 128 rows, then writes them in their places.
    int mine[4], before = 0;
    for (int k = 0; k < 4; k++) {
      int row = from + warp * 128 + k * 32 + lane;
      int token = row < rows ? tokens[row] : -1;
      mine[k] = token >= first && token < last;
    }
    int total = 0, ahead[4];
    for (int k = 0; k < 4; k++) {
      int sum = mine[k];
      for (int o = 1; o < 32; o <<= 1) {
        int other = __shfl_sync(0xffffffffu, sum, (lane - o) & 31);
        if (lane >= o) sum += other;
      }
      ahead[k] = total + sum - mine[k];
      total += __shfl_sync(0xffffffffu, sum, 31);
    }
    if (lane == 0) counts[warp] = total;
    __syncthreads();
    int all = 0;
    for (int w = 0; w < 8; w++) {
      if (w < warp) before += counts[w];
      all += counts[w];
    }
    for (int k = 0; k < 4; k++)
      if (mine[k]) found[before + ahead[k]] = from + warp * 128 + k * 32 + lane;
    __syncthreads();
    if (c < C)
#pragma unroll 4
      for (int i = group; i < all; i += 4) {
        int row = found[i];
        sums[tokens[row] - first][group][column] += dy[(size_t)row * C + c];
      }
    __syncthreads();
  }
  for (int i = t; i < own * COLUMNS; i += blockDim.x) {
    int v = i / COLUMNS, k = i % COLUMNS, at = blockIdx.y * COLUMNS + k;
    if (first + v < last && at < C) dtable[(size_t)(first + v) * C + at] += sums[v][0][k] + sums[v][1][k] + sums[v][2][k] + sums[v][3][k];
  }
}
EXPORT(embedding_backward)

KERNEL void positions_backward(const float* dy, float* dpositions, int B, int T, int C) {
  long long n = (long long)T * C;
  for (long long i = blockIdx.x * (long long)blockDim.x + threadIdx.x; i < n; i += (long long)gridDim.x * blockDim.x) {
    float sum = 0.f;
#pragma unroll 4
    for (int b = 0; b < B; b++) sum += dy[b * n + i];
    dpositions[i] += sum;
  }
}
EXPORT(positions_backward)
