// Ops whose every output depends on one element of each input. All are bound by memory: an element is read once and written once,
// 16 bytes a thread for float and 8 for bf16.
//   fill   x = value                        add      target += source              cast   y = x in the other type
//   scale  y = factor·x                     residual y = a + b
//   activation  y = f(x)                    backward dx = dy·f'(x)
//   gated       y = f(gate)·up              backward dgate = dy·up·f'(gate), dup = dy·f(gate)
//   normalize   x /= ‖y‖^p + ε, from y's the partial sums of step.cu, which every thread adds up again in the same order
//   dropout     y = x·mask                  backward dx = dy·mask, the mask drawn again
#include "kleiber.cuh"

// The numbers that CudaElementwise gives them.
enum { RELU, GELU, GELU_TANH, SILU, TANH, RELU_SQUARED };
__device__ __forceinline__ float value(int f, float x) {
  switch (f) {
    case RELU: return fmaxf(x, 0.f);
    case GELU: return 0.5f * x * erfcf(-0.70710678118654752f * x);
    case GELU_TANH: return 0.5f * x * (1.f + tanhf(0.79788456080286536f * (x + 0.044715f * x * x * x)));
    case SILU: return x / (1.f + expf(-x));
    case RELU_SQUARED: return fmaxf(x, 0.f) * fmaxf(x, 0.f);
    default: return tanhf(x);
  }
}
__device__ __forceinline__ float slope(int f, float x) {
  switch (f) {
    case RELU: return x > 0.f ? 1.f : 0.f;
    case GELU: return 0.5f * erfcf(-0.70710678118654752f * x) + x * 0.39894228040143268f * expf(-0.5f * x * x);
    case GELU_TANH: {
      float t = tanhf(0.79788456080286536f * (x + 0.044715f * x * x * x));
      return 0.5f * (1.f + t) + 0.5f * x * (1.f - t * t) * 0.79788456080286536f * (1.f + 0.134145f * x * x);
    }
    case SILU: {
      float s = 1.f / (1.f + expf(-x));
      return s * (1.f + x * (1.f - s));
    }
    case RELU_SQUARED: return 2.f * fmaxf(x, 0.f);
    default: {
      float t = tanhf(x);
      return 1.f - t * t;
    }
  }
}

KERNEL void fill_f32(float* x, float v, long long n) {
  each(n, aligned(x), [&](long long i, auto w) {
    Few<w.value> r;
    for (int k = 0; k < w.value; k++) r.v[k] = v;
    store<w.value>(x + i, r);
  });
}
EXPORT(fill_f32)

KERNEL void add_f32(float* target, const float* source, long long n) {
  each(n, aligned(target, source), [&](long long i, auto w) {
    auto a = load<w.value>(target + i), b = load<w.value>(source + i);
    for (int k = 0; k < w.value; k++) a.v[k] += b.v[k];
    store<w.value>(target + i, a);
  });
}
EXPORT(add_f32)

KERNEL void residual_f32(const float* a, const float* b, float* y, long long n) {
  each(n, aligned(a, b, y), [&](long long i, auto w) {
    auto p = load<w.value>(a + i), q = load<w.value>(b + i);
    for (int k = 0; k < w.value; k++) p.v[k] += q.v[k];
    store<w.value>(y + i, p);
  });
}
EXPORT(residual_f32)

template <class X, class Y> __device__ __forceinline__ void scale(const X* x, float factor, Y* y, long long n) {
  each(n, aligned(x) && aligned(y), [&](long long i, auto w) {
    auto r = load<w.value>(x + i);
    for (int k = 0; k < w.value; k++) r.v[k] *= factor;
    store<w.value>(y + i, r);
  });
}
KERNEL void scale_f32_f32(const float* x, float factor, float* y, long long n) { scale(x, factor, y, n); }
EXPORT(scale_f32_f32)
KERNEL void normalize_f32(float* x, const double* partial, int blocks, double power, double epsilon, long long n) {
  double squares = 0;
  for (int b = 0; b < blocks; b++) squares += partial[b];
  scale(x, (float)(1 / (pow(squares, power / 2) + epsilon)), x, n);
}
EXPORT(normalize_f32)
// A rounded copy: factor is 1.
KERNEL void cast_f32_bf16(const float* x, bf16* y, long long n) { scale(x, 1.f, y, n); }
EXPORT(cast_f32_bf16)

template <class X, class Y> __device__ __forceinline__ void activation_forward(int f, const X* x, Y* y, long long n) {
  each(n, aligned(x) && aligned(y), [&](long long i, auto w) {
    auto r = load<w.value>(x + i);
    for (int k = 0; k < w.value; k++) r.v[k] = value(f, r.v[k]);
    store<w.value>(y + i, r);
  });
}
template <class X, class DY, class DX>
__device__ __forceinline__ void activation_backward(int f, const X* x, const DY* dy, DX* dx, long long n) {
  each(n, aligned(x) && aligned(dy) && aligned(dx), [&](long long i, auto w) {
    auto r = load<w.value>(x + i), d = load<w.value>(dy + i);
    for (int k = 0; k < w.value; k++) r.v[k] = d.v[k] * slope(f, r.v[k]);
    store<w.value>(dx + i, r);
  });
}
#define ACTIVATION_FORWARD(X, x_, Y, y_) \
  KERNEL void activation_forward_##x_##_##y_(int f, const X* x, Y* y, long long n) { activation_forward(f, x, y, n); } \
  EXPORT(activation_forward_##x_##_##y_)
#define ACTIVATION_BACKWARD(X, x_, DY, dy_, DX, dx_) \
  KERNEL void activation_backward_##x_##_##dy_##_##dx_(int f, const X* x, const DY* dy, DX* dx, long long n) { activation_backward(f, x, dy, dx, n); } \
  EXPORT(activation_backward_##x_##_##dy_##_##dx_)
ACTIVATION_FORWARD(float, f32, float, f32)
ACTIVATION_FORWARD(bf16, bf16, float, f32)
ACTIVATION_FORWARD(bf16, bf16, bf16, bf16)
ACTIVATION_BACKWARD(float, f32, float, f32, float, f32)
ACTIVATION_BACKWARD(bf16, bf16, float, f32, bf16, bf16)
ACTIVATION_BACKWARD(bf16, bf16, bf16, bf16, bf16, bf16)

template <class X, class Y> __device__ __forceinline__ void gated_forward(int f, const X* gate, const X* up, Y* y, long long n) {
  each(n, aligned(gate, up) && aligned(y), [&](long long i, auto w) {
    auto g = load<w.value>(gate + i), u = load<w.value>(up + i);
    for (int k = 0; k < w.value; k++) g.v[k] = value(f, g.v[k]) * u.v[k];
    store<w.value>(y + i, g);
  });
}
template <class X, class DY, class DX>
__device__ __forceinline__ void gated_backward(int f, const X* gate, const X* up, const DY* dy, DX* dgate, DX* dup, long long n) {
  each(n, aligned(gate, up) && aligned(dy) && aligned(dgate, dup), [&](long long i, auto w) {
    auto g = load<w.value>(gate + i), u = load<w.value>(up + i), d = load<w.value>(dy + i);
    for (int k = 0; k < w.value; k++) {
      u.v[k] = d.v[k] * u.v[k] * slope(f, g.v[k]);
      g.v[k] = d.v[k] * value(f, g.v[k]);
    }
    store<w.value>(dgate + i, u);
    store<w.value>(dup + i, g);
  });
}
#define GATED(X, x_, Y, y_) \
  KERNEL void gated_forward_##x_##_##y_(int f, const X* gate, const X* up, Y* y, long long n) { gated_forward(f, gate, up, y, n); } \
  EXPORT(gated_forward_##x_##_##y_) \
  KERNEL void gated_backward_##x_##_##y_(int f, const X* gate, const X* up, const Y* dy, X* dgate, X* dup, long long n) { gated_backward(f, gate, up, dy, dgate, dup, n); } \
  EXPORT(gated_backward_##x_##_##y_)
GATED(float, f32, float, f32)
GATED(bf16, bf16, float, f32)
GATED(bf16, bf16, bf16, bf16)

template <class X, class Y>
__device__ __forceinline__ void dropout(const X* x, Y* y, long long n, const Mask& mask) {
  each(n, aligned(x) && aligned(y), [&](long long i, auto w) {
    auto r = load<w.value>(x + i);
    for (int k = 0; k < w.value; k++) r.v[k] *= mask.factor(i + k);
    store<w.value>(y + i, r);
  });
}
#define DROPOUT(X, x_, Y, y_) \
  KERNEL void dropout_##x_##_##y_(const X* x, Y* y, long long n, long long seed, const long long* call, long long threshold, float kept) { \
    dropout(x, y, n, Mask(seed, call, threshold, kept)); \
  } \
  EXPORT(dropout_##x_##_##y_)
DROPOUT(float, f32, float, f32)
