// Layer norm and RMS norm over the last dimension of x [M, C], one warp a row.
//   forward   n = (x − mean)·r, r = 1/√(variance + ε), y = n·gain + bias       RMS norm: the same without mean and bias
//   backward  h = dy·gain,  dx = r·(h − mean(h) − n·mean(h·n)),  dgain += Σ dy·n,  dbias += Σ dy over all rows
// mean and r of each row are kept from the forward pass. Bytes: forward reads x and writes y; backward reads x and dy and writes dx.
// Sums over rows: a warp adds up its own rows in order, in shared memory; warps of a block, then blocks (norm_finish) in order.
#include "kleiber.cuh"

template <bool CENTRED, int V, class Y>
__device__ __forceinline__ void forward_row(const float* x, const float* gain, const float* bias, Y* y, float* mean, float* r, int C, float epsilon) {
  int lane = threadIdx.x & 31;
  float m = 0.f, q = 0.f;
  if (CENTRED) {
    for (int c = lane * V; c < C; c += 32 * V) {
      auto a = load<V>(x + c);
      for (int k = 0; k < V; k++) m += a.v[k];
    }
    m = warp_sum(m) / C;
  }
  for (int c = lane * V; c < C; c += 32 * V) {
    auto a = load<V>(x + c);
    for (int k = 0; k < V; k++) q += (a.v[k] - m) * (a.v[k] - m);
  }
  float s = 1.f / sqrtf(warp_sum(q) / C + epsilon);
  for (int c = lane * V; c < C; c += 32 * V) {
    auto a = load<V>(x + c), g = load<V>(gain + c);
    for (int k = 0; k < V; k++) a.v[k] = (a.v[k] - m) * s * g.v[k];
    if (bias) {
      auto b = load<V>(bias + c);
      for (int k = 0; k < V; k++) a.v[k] += b.v[k];
    }
    store<V>(y + c, a);
  }
  if (lane == 0) {
    if (CENTRED) *mean = m;
    *r = s;
  }
}

template <bool CENTRED, class Y>
__device__ __forceinline__ void forward(const float* x, const float* gain, const float* bias, Y* y, float* mean, float* r, int rows, int C, float epsilon) {
  int row = blockIdx.x * (blockDim.x >> 5) + (threadIdx.x >> 5);
  if (row >= rows) return;
  size_t at = (size_t)row * C;
  if (C % 4 == 0 && aligned(x, gain) && aligned(y) && (!bias || aligned(bias)))
    forward_row<CENTRED, 4>(x + at, gain, bias, y + at, mean + row, r + row, C, epsilon);
  else
    forward_row<CENTRED, 1>(x + at, gain, bias, y + at, mean + row, r + row, C, epsilon);
}

#define FORWARD(name, CENTRED, Y, y_) \
  KERNEL void name##_forward_##y_(const float* x, const float* gain, const float* bias, Y* y, float* mean, float* r, int rows, int C, float epsilon) { \
    forward<CENTRED>(x, gain, bias, y, mean, r, rows, C, epsilon); \
  } \
  EXPORT(name##_forward_##y_)
FORWARD(layer_norm, true, float, f32)
FORWARD(layer_norm, true, bf16, bf16)
FORWARD(rms_norm, false, float, f32)
FORWARD(rms_norm, false, bf16, bf16)

// One row of dx; the warp's sums for gain and bias are added to own[0..C) and own[C..2C).
template <bool CENTRED, int V, class DY>
__device__ __forceinline__ void backward_row(const float* x, const DY* dy, const float* gain, float m, float r, float* dx, bool add, float* own, int C) {
  int lane = threadIdx.x & 31;
  float a = 0.f, b = 0.f;
  for (int c = lane * V; c < C; c += 32 * V) {
    auto in = load<V>(x + c), d = load<V>(dy + c), g = load<V>(gain + c);
    for (int k = 0; k < V; k++) {
      float n = (in.v[k] - m) * r, h = d.v[k] * g.v[k];
      a += h;
      b += h * n;
      own[c + k] += d.v[k] * n;
      own[C + c + k] += d.v[k];
    }
  }
  if (!dx) return;
  a = CENTRED ? warp_sum(a) / C : 0.f;
  b = warp_sum(b) / C;
  for (int c = lane * V; c < C; c += 32 * V) {
    auto in = load<V>(x + c), d = load<V>(dy + c), g = load<V>(gain + c);
    Few<V> sum;
    for (int k = 0; k < V; k++) sum.v[k] = r * (d.v[k] * g.v[k] - a - (in.v[k] - m) * r * b);
    if (add) {
      auto old = load<V>(dx + c);
      for (int k = 0; k < V; k++) sum.v[k] += old.v[k];
    }
    store<V>(dx + c, sum);
  }
}

// partial [gridDim.x, 2C]: each block's sums for gain, then bias. Shared: 2C floats a warp.
template <bool CENTRED, class DY>
__device__ __forceinline__ void backward(const float* x, const DY* dy, const float* gain, const float* mean, const float* r, float* dx, int add,
                                         float* partial, int rows, int C) {
  DYNAMIC_SHARED(memory);
  float* sums = (float*)memory;
  int warp = threadIdx.x >> 5, lane = threadIdx.x & 31, warps = blockDim.x >> 5;
  float* own = sums + (size_t)warp * 2 * C;
  for (int c = lane; c < 2 * C; c += 32) own[c] = 0.f;
  __syncwarp();
  bool vectors = C % 4 == 0 && aligned(x, gain) && aligned(dy) && (!dx || aligned(dx));
  for (int row = blockIdx.x * warps + warp; row < rows; row += gridDim.x * warps) {
    size_t at = (size_t)row * C;
    float m = CENTRED ? mean[row] : 0.f;
    if (vectors) backward_row<CENTRED, 4>(x + at, dy + at, gain, m, r[row], dx ? dx + at : dx, add, own, C);
    else backward_row<CENTRED, 1>(x + at, dy + at, gain, m, r[row], dx ? dx + at : dx, add, own, C);
  }
  __syncthreads();
  for (int c = threadIdx.x; c < 2 * C; c += blockDim.x) {
    float sum = 0.f;
    for (int w = 0; w < warps; w++) sum += sums[(size_t)w * 2 * C + c];
    partial[(size_t)blockIdx.x * 2 * C + c] = sum;
  }
}

#define BACKWARD(name, CENTRED, DY, dy_) \
  KERNEL void name##_backward_##dy_(const float* x, const DY* dy, const float* gain, const float* mean, const float* r, float* dx, int add, \
                                    float* partial, int rows, int C) { \
    backward<CENTRED>(x, dy, gain, mean, r, dx, add, partial, rows, C); \
  } \
  EXPORT(name##_backward_##dy_)
BACKWARD(layer_norm, true, float, f32)
BACKWARD(layer_norm, true, bf16, bf16)
BACKWARD(rms_norm, false, float, f32)
BACKWARD(rms_norm, false, bf16, bf16)

// dgain[c] += Σ partial[b, c], dbias[c] += Σ partial[b, C + c]. A block has 32 columns; its 32 warps take every 32nd block's sums.
KERNEL void norm_finish(const float* partial, float* dgain, float* dbias, int blocks, int C) {
  __shared__ float sums[32][33];
  int warp = threadIdx.x >> 5, lane = threadIdx.x & 31, c = blockIdx.x * 32 + lane;
  float sum = 0.f;
  if (c < 2 * C)
#pragma unroll 8
    for (int b = warp; b < blocks; b += 32) sum += partial[(size_t)b * 2 * C + c];
  sums[warp][lane] = sum;
  __syncthreads();
  if (warp || c >= 2 * C) return;
  sum = 0.f;
#pragma unroll
  for (int w = 0; w < 32; w++) sum += sums[w][lane];
  if (c < C) dgain[c] += sum;
  else if (dbias) dbias[c - C] += sum;
}
EXPORT(norm_finish)
