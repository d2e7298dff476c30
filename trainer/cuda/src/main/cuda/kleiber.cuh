// What every kernel of Kleiber is written with: element types, sums over a warp, and the few instructions of tensor cores.
//
// The same text is compiled three times: by nvcc for compute_75 and compute_80 (the PTX in the jar), and by g++ for the tests, where
// standin.h (src/test/cuda) takes the place of instructions.cuh. So a kernel uses nothing of CUDA that is not named here or there:
// threadIdx, blockIdx, blockDim, gridDim, __syncthreads, __syncwarp, __shfl_xor_sync, __shfl_sync, and mathematics of <math.h>.
//
// Conventions:
// - A kernel is `KERNEL void name(arguments) {...}` and then `EXPORT(name)`. Names carry their element types: x_to_y_f32_bf16.
// - Arguments are pointers, int (I), long long (L), float (F) or double (D), nothing else.
// - Row-major matrices with a row stride (ld, in elements) wherever a column range may come in.
// - Offsets into tensors are computed in size_t or long long: a tensor may have more than 2^31 elements.
// - Sums have one fixed order, whatever the grid: no float atomics. A sum over rows goes by partial sums of fixed blocks of rows,
//   then one pass over the partial sums in order.
// - Numbers that change from step to step are read from device memory, never passed as arguments: a step is recorded once.
#pragma once
#ifdef KLEIBER_STANDIN
#include "standin.h"
#else
#include "instructions.cuh"
#endif

typedef __nv_bfloat16 bf16;

__device__ __forceinline__ float to_float(float v) { return v; }
__device__ __forceinline__ float to_float(bf16 v) { return __bfloat162float(v); }
__device__ __forceinline__ void put(float* p, float v) { *p = v; }
__device__ __forceinline__ void put(bf16* p, float v) { *p = __float2bfloat16(v); }

// The sum over a warp's 32 lanes, on all of them.
__device__ __forceinline__ float warp_sum(float v) {
#pragma unroll
  for (int o = 16; o > 0; o >>= 1) v += __shfl_xor_sync(0xffffffffu, v, o);
  return v;
}
__device__ __forceinline__ double warp_sum(double v) {
#pragma unroll
  for (int o = 16; o > 0; o >>= 1) v += __shfl_xor_sync(0xffffffffu, v, o);
  return v;
}
__device__ __forceinline__ float warp_max(float v) {
#pragma unroll
  for (int o = 16; o > 0; o >>= 1) v = fmaxf(v, __shfl_xor_sync(0xffffffffu, v, o));
  return v;
}

// The sum over a block, on all its threads; `shared` has room for 32 values and may be used again after it.
template <class T> __device__ __forceinline__ T block_sum(T v, T* shared) {
  int warp = threadIdx.x >> 5, lane = threadIdx.x & 31, warps = (blockDim.x + 31) >> 5;
  v = warp_sum(v);
  if (lane == 0) shared[warp] = v;
  __syncthreads();
  T sum = 0;
  for (int w = 0; w < warps; w++) sum += shared[w];
  __syncthreads();
  return sum;
}

// SplitMix64's finaliser after one Weyl step, and the dropout factor of kleiber.engine.kernels.DropoutMask: the mask of a call
// depends on (seed + call) and the element alone. threshold = rate·2^32, kept = 1/(1 − rate).
__device__ __forceinline__ unsigned long long mix(unsigned long long v) {
  unsigned long long z = (v + 1) * 0x9E3779B97F4A7C15ull;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}
struct Mask {
  unsigned long long base, threshold;
  float kept;
  // call: in device memory, the number of the forward pass
  __device__ __forceinline__ Mask(long long seed, const long long* call, long long threshold, float kept)
      : base(mix((unsigned long long)(seed + *call))), threshold((unsigned long long)threshold), kept(kept) {}
  __device__ __forceinline__ float factor(long long element) const {
    return (mix(base + (unsigned long long)element) >> 32) < threshold ? 0.f : kept;
  }
};

// V neighbouring elements as floats: one access of 4·V or 2·V bytes, to which p must be aligned.
template <int V> struct Few { float v[V]; };
template <int V> __device__ __forceinline__ Few<V> load(const float* p) {
  Few<V> r;
  if (V == 4) {
    float4 a = *(const float4*)p;
    r.v[0] = a.x, r.v[1] = a.y, r.v[2] = a.z, r.v[3] = a.w;
  } else {
#pragma unroll
    for (int i = 0; i < V; i++) r.v[i] = p[i];
  }
  return r;
}
template <int V> __device__ __forceinline__ Few<V> load(const bf16* p) {
  Few<V> r;
  if (V == 4) {
    uint2 a = *(const uint2*)p;
    r.v[0] = __uint_as_float(a.x << 16), r.v[1] = __uint_as_float(a.x & 0xffff0000u);
    r.v[2] = __uint_as_float(a.y << 16), r.v[3] = __uint_as_float(a.y & 0xffff0000u);
  } else {
#pragma unroll
    for (int i = 0; i < V; i++) r.v[i] = to_float(p[i]);
  }
  return r;
}
template <int V> __device__ __forceinline__ void store(float* p, const Few<V>& r) {
  if (V == 4) {
    *(float4*)p = make_float4(r.v[0], r.v[1], r.v[2], r.v[3]);
  } else {
#pragma unroll
    for (int i = 0; i < V; i++) p[i] = r.v[i];
  }
}
template <int V> __device__ __forceinline__ void store(bf16* p, const Few<V>& r) {
  if (V == 4) {
    *(uint2*)p = make_uint2(pack_bf16(r.v[0], r.v[1]), pack_bf16(r.v[2], r.v[3]));
  } else {
#pragma unroll
    for (int i = 0; i < V; i++) put(p + i, r.v[i]);
  }
}
// Whether all of these addresses can be read four elements at once.
template <class... T> __device__ __forceinline__ bool aligned(const T*... p) {
  bool all = true;
  for (bool one : {((uintptr_t)p % (4 * sizeof(T)) == 0)...}) all = all && one;
  return all;
}
// body(i, V as a type) for every element of n, four at a time where `vectors`; one grid-stride loop, coalesced.
template <int V> struct Width { static const int value = V; };
template <class F> __device__ __forceinline__ void each(long long n, bool vectors, F body) {
  long long first = blockIdx.x * (long long)blockDim.x + threadIdx.x, step = (long long)gridDim.x * blockDim.x;
  long long whole = vectors ? n / 4 * 4 : 0;
  for (long long i = first * 4; i < whole; i += step * 4) body(i, Width<4>());
  for (long long i = whole + first; i < n; i += step) body(i, Width<1>());
}
