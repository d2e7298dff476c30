// Adafactor on one tensor p [R, C] (kleiber.engine.kernels.AdafactorUpdate states the formula): a pass for the second moments of rows and
// columns, one for RMS(u) and RMS(p), one for the update. Sums in double precision, in fixed order.
// rates: lr, decay, factor on gradients, beta2. step: the numbers of step.cu.
#include "kleiber.cuh"

__device__ __forceinline__ float factor(const double* rates, const double* step) { return (float)(rates[2] * step[2]); }

// v[row] moves towards the row's mean of s = (factor·g)² + ε. One block a row.
KERNEL void adafactor_rows(const float* g, float* v, int C, double epsilon, const double* rates, const double* step) {
  __shared__ double shared[32];
  if (step[3] == 0) return;
  double sum = 0, f = rates[2] * step[2], beta2 = rates[3];
  for (int c = threadIdx.x; c < C; c += blockDim.x) {
    double x = f * g[(size_t)blockIdx.x * C + c];
    sum += x * x + epsilon;
  }
  sum = block_sum(sum, shared);
  if (threadIdx.x == 0) v[blockIdx.x] = (float)(beta2 * v[blockIdx.x] + (1 - beta2) * sum / C);
}
EXPORT(adafactor_rows)

// The same for columns: 32 columns a block, 8 warps share the rows.
KERNEL void adafactor_columns(const float* g, float* v, int R, int C, double epsilon, const double* rates, const double* step) {
  __shared__ double sums[8][32];
  if (step[3] == 0) return;
  int warp = threadIdx.x >> 5, lane = threadIdx.x & 31, c = blockIdx.x * 32 + lane;
  double sum = 0, f = rates[2] * step[2], beta2 = rates[3];
  if (c < C)
    for (int row = warp; row < R; row += 8) {
      double x = f * g[(size_t)row * C + c];
      sum += x * x + epsilon;
    }
  sums[warp][lane] = sum;
  __syncthreads();
  if (warp || c >= C) return;
  sum = 0;
  for (int w = 0; w < 8; w++) sum += sums[w][lane];
  v[c] = (float)(beta2 * v[c] + (1 - beta2) * sum / R);
}
EXPORT(adafactor_columns)

// meanOfRows = mean(v[0..R)), one block.
KERNEL void adafactor_mean(const float* v, double* mean, int R) {
  __shared__ double shared[32];
  double sum = 0;
  for (int i = threadIdx.x; i < R; i += blockDim.x) sum += v[i];
  sum = block_sum(sum, shared);
  if (threadIdx.x == 0) *mean = sum / R;
}
EXPORT(adafactor_mean)

// Every element's second moment where it is not factored.
KERNEL void adafactor_whole(const float* g, float* v, long long n, double epsilon, const double* rates, const double* step) {
  if (step[3] == 0) return;
  double f = rates[2] * step[2], beta2 = rates[3];
  for (long long i = blockIdx.x * (long long)blockDim.x + threadIdx.x; i < n; i += (long long)gridDim.x * blockDim.x) {
    double x = f * g[i];
    v[i] = (float)(beta2 * v[i] + (1 - beta2) * (x * x + epsilon));
  }
}
EXPORT(adafactor_whole)

// u = g/√v; mean is null where v is whole.
__device__ __forceinline__ float direction(const float* g, const float* v, const double* mean, long long i, int R, int C, float f) {
  float x = f * g[i];
  if (!mean) return x / sqrtf(v[i]);
  return x / sqrtf((float)(v[i / C] / *mean)) / sqrtf(v[R + i % C]);
}

// partial [2·gridDim.x]: Σu² and Σp² of a block's stretch.
KERNEL void adafactor_sizes(const float* p, const float* g, const float* v, const double* mean, double* partial, long long n, int R, int C,
                            const double* rates, const double* step) {
  __shared__ double shared[32];
  if (step[3] == 0) return;
  float f = factor(rates, step);
  long long length = (n + gridDim.x - 1) / gridDim.x, from = blockIdx.x * length, end = from + length < n ? from + length : n;
  double u2 = 0, p2 = 0;
  for (long long i = from + threadIdx.x; i < end; i += blockDim.x) {
    double u = direction(g, v, mean, i, R, C, f);
    u2 += u * u;
    p2 += (double)p[i] * p[i];
  }
  u2 = block_sum(u2, shared);
  p2 = block_sum(p2, shared);
  if (threadIdx.x == 0) {
    partial[2 * blockIdx.x] = u2;
    partial[2 * blockIdx.x + 1] = p2;
  }
}
EXPORT(adafactor_sizes)

// Every block adds the partial sums up again, in the same order, and updates its elements.
KERNEL void adafactor_update(float* p, const float* g, const float* v, const double* mean, float* m, bf16* rounded, const double* partial, int blocks,
                             long long n, int R, int C, double momentum, double minScale, double clip, const double* rates, const double* step) {
  if (step[3] == 0) return;
  double u2 = 0, p2 = 0;
  for (int b = 0; b < blocks; b++) {
    u2 += partial[2 * b];
    p2 += partial[2 * b + 1];
  }
  double rms = sqrt(u2 / n) / clip, size = sqrt(p2 / n);
  float f = factor(rates, step), rate = (float)(rates[0] * (size > minScale ? size : minScale) / (rms > 1 ? rms : 1)), kept = (float)(1 - rates[1]);
  for (long long i = blockIdx.x * (long long)blockDim.x + threadIdx.x; i < n; i += (long long)gridDim.x * blockDim.x) {
    float d = rate * direction(g, v, mean, i, R, C, f);
    if (m) {
      d = (float)momentum * m[i] + (float)(1 - momentum) * d;
      m[i] = d;
    }
    float w = kept * p[i] - d;
    p[i] = w;
    if (rounded) put(rounded + i, w);
  }
}
EXPORT(adafactor_update)
