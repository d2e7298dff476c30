// Ops that work along rows and read column ranges.
//   add_bias  y = x + bias      backward dx = (or +=) dy, dbias += Σ dy: partial sums of blocks of rows, then in order (column_finish)
//   rotary    pairs (i, i + half) of every head are turned by the angle of their position, in place; backward turns them back
#include "kleiber.cuh"

KERNEL void add_bias_forward(const float* x, int ldx, const float* bias, float* y, long long rows, int C) {
  for (long long i = blockIdx.x * (long long)blockDim.x + threadIdx.x; i < rows * C; i += (long long)gridDim.x * blockDim.x) {
    long long row = i / C;
    int c = (int)(i % C);
    y[i] = x[row * ldx + c] + bias[c];
  }
}
EXPORT(add_bias_forward)

// A block has 32 columns and `height` rows, its 8 warps every eighth row. partial [gridDim.y, C].
KERNEL void add_bias_backward(const float* dy, float* dx, int ldx, int add, float* partial, long long rows, int C, int height) {
  __shared__ float sums[8][33];
  int warp = threadIdx.x >> 5, lane = threadIdx.x & 31, c = blockIdx.x * 32 + lane;
  long long from = (long long)blockIdx.y * height, end = from + height < rows ? from + height : rows;
  float sum = 0.f;
  if (c < C)
    for (long long row = from + warp; row < end; row += 8) {
      float d = dy[row * C + c];
      sum += d;
      if (dx) dx[row * ldx + c] = add ? dx[row * ldx + c] + d : d;
    }
  sums[warp][lane] = sum;
  __syncthreads();
  if (warp || c >= C) return;
  sum = 0.f;
  for (int w = 0; w < 8; w++) sum += sums[w][lane];
  partial[(size_t)blockIdx.y * C + c] = sum;
}
EXPORT(add_bias_backward)

// target[c] += Σ partial[b, c]
KERNEL void column_finish(const float* partial, float* target, int blocks, int C) {
  int c = blockIdx.x * blockDim.x + threadIdx.x;
  if (c >= C) return;
  float sum = 0.f;
#pragma unroll 4
  for (int b = 0; b < blocks; b++) sum += partial[(size_t)b * C + c];
  target[c] += sum;
}
EXPORT(column_finish)

// table [positions, half] of cosines, then of sines. sign is 1 forward and −1 backward.
KERNEL void rotary(float* x, int ldx, const float* table, int positions, int heads, int half, long long rows, float sign) {
  long long n = rows * heads * half;
  const float* sines = table + (size_t)positions * half;
  for (long long k = blockIdx.x * (long long)blockDim.x + threadIdx.x; k < n; k += (long long)gridDim.x * blockDim.x) {
    int i = (int)(k % half), head = (int)(k / half % heads);
    long long row = k / half / heads;
    size_t angle = (size_t)(row % positions) * half + i;
    float* p = x + row * ldx + (size_t)head * 2 * half + i;
    float a = p[0], b = p[half], c = table[angle], s = sign * sines[angle];
    p[0] = a * c - b * s;
    p[half] = b * c + a * s;
  }
}
EXPORT(rotary)
