// A GPU's programming model on a processor, so that the kernels of src/main/cuda can be tested where there is no GPU.
//
// g++ compiles the kernels' own text with this header in place of instructions.cuh. A block's threads are fibres that one thread of the
// operating system runs in turn; blocks run one after the other. What makes it a test:
// - __syncthreads, __syncwarp, shuffles, ldmatrix and mma are meetings: a thread that has come waits for the others of its block or warp.
// - Between meetings a thread runs alone, between barriers a warp does, from the first to the last or (STANDIN_REVERSED=1) from the last
//   to the first. So of any two accesses that no meeting orders, each comes first once: a missing barrier gives wrong numbers.
// - Asynchronous copies land as late as copy_wait allows; shared memory begins as NaN, and so does what lies around allocated memory:
//   short waits and reads of what nobody has written show.
// - A write around allocated or shared memory, a meeting that some threads leave out, and a misaligned copy16 end the process.
// It cannot show races between blocks, other misaligned accesses, approximate arithmetic or slowness. docs/gpu-kernels.md says how to use it.
#pragma once
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <map>
#include <string>
#include <vector>

// --- the words of CUDA C++ ---
#define __device__
#define __host__
#define __global__
#define __forceinline__ inline __attribute__((always_inline))
#define __launch_bounds__(...)
#define __align__(n) alignas(n)
// One copy for all blocks is enough, as blocks do not overlap; its own section so that each block can find it poisoned.
#define __shared__ static __attribute__((section("cuda_shared")))
#define DYNAMIC_SHARED(name) unsigned char* name = standin::dynamic_shared
#define KERNEL extern "C"
#define EXPORT(k) static bool exported_##k = standin::export_kernel(#k, k);

struct dim3 { unsigned x = 1, y = 1, z = 1; };
struct alignas(8) float2 { float x, y; }; inline float2 make_float2(float x, float y) { return {x, y}; }
struct alignas(16) float4 { float x, y, z, w; }; inline float4 make_float4(float x, float y, float z, float w) { return {x, y, z, w}; }
struct alignas(8) uint2 { uint32_t x, y; }; inline uint2 make_uint2(uint32_t x, uint32_t y) { return {x, y}; }
struct alignas(16) uint4 { uint32_t x, y, z, w; }; inline uint4 make_uint4(uint32_t x, uint32_t y, uint32_t z, uint32_t w) { return {x, y, z, w}; }

inline float __uint_as_float(uint32_t u) { float f; memcpy(&f, &u, 4); return f; }
inline uint32_t __float_as_uint(float f) { uint32_t u; memcpy(&u, &f, 4); return u; }
struct __nv_bfloat16 { uint16_t bits; };
inline __nv_bfloat16 __float2bfloat16(float f) {  // to the nearest, ties to even
  uint32_t u = __float_as_uint(f);
  return {(uint16_t)((u & 0x7fffffff) > 0x7f800000 ? 0x7fff : (u + 0x7fff + (u >> 16 & 1)) >> 16)};
}
inline float __bfloat162float(__nv_bfloat16 b) { return __uint_as_float((uint32_t)b.bits << 16); }
template <class T> inline T min(T a, T b) { return a < b ? a : b; }
template <class T> inline T max(T a, T b) { return a > b ? a : b; }

namespace standin {
// --- kernels by name, called as cuLaunchKernel does: with an array of pointers to the arguments ---
struct Kernel {
  const char* name;
  void (*call)(void* kernel, void** arguments);
  void* function;
  std::vector<size_t> sizes;  // of the arguments
};
std::map<std::string, Kernel>& kernels();
void launch(const Kernel& kernel, dim3 grid, dim3 block, unsigned shared_bytes, void** arguments);
template <class... A, size_t... I> inline void invoke(void (*k)(A...), void** p, std::index_sequence<I...>) {
  k(*(typename std::remove_const<A>::type*)p[I]...);
}
template <class... A> inline bool export_kernel(const char* name, void (*k)(A...)) {
  auto call = [](void* f, void** p) { invoke((void (*)(A...))f, p, std::index_sequence_for<A...>()); };
  return kernels().emplace(name, Kernel{name, call, (void*)k, {sizeof(A)...}}).second;
}

// --- threads ---
const unsigned MOST = 1024;  // threads of a block
struct Fibre { void* stack; bool done, waits; dim3 thread; };
struct Copy { void* to; const void* from; bool valid; };
typedef std::vector<std::vector<Copy>> Groups;  // of copies under way, the newest last
struct Warp {
  unsigned live, arrived;
  uint64_t given[32], taken[32];  // what lanes bring to a meeting, and what they may take from it
  uint32_t a[32][4], b[32][2]; float c[32][4];  // fragments of mma
};
extern Fibre* current;
extern Warp warps[32];
extern dim3 block_index, block_dim, grid_dim;
extern unsigned char* dynamic_shared;
extern Groups copies[MOST];  // of each thread; the last group is open
void barrier();
void arrive(bool last);  // at a meeting of the warp
void multiply(Warp& w);  // c += a·b of its fragments
[[noreturn]] void fail(const char* what);
inline unsigned linear() { return current->thread.x + block_dim.x * (current->thread.y + block_dim.y * current->thread.z); }
inline Warp& warp() { return warps[linear() >> 5]; }
inline unsigned lane() { return linear() & 31; }

// Waits for all live lanes of the warp; the last to come does `together` for all.
template <class F> inline void meet(F&& together) {
  Warp& w = warp();
  bool last = ++w.arrived == w.live;
  if (last) together(w);
  arrive(last);
}
// Every lane brings a value and sees all.
inline const uint64_t* exchange(uint64_t value) {
  Warp& w = warp();
  w.given[lane()] = value;
  meet([](Warp& all) { memcpy(all.taken, all.given, sizeof all.taken); });
  return w.taken;
}
}  // namespace standin
#define threadIdx (standin::current->thread)
#define blockIdx standin::block_index
#define blockDim standin::block_dim
#define gridDim standin::grid_dim
inline void __syncthreads() { standin::barrier(); }
inline void __syncwarp(unsigned = ~0u) { standin::meet([](standin::Warp&) {}); }
template <class T> inline T __shfl_sync(unsigned, T v, int from) {
  uint64_t bits = 0;
  memcpy(&bits, &v, sizeof(T));
  memcpy(&v, &standin::exchange(bits)[from & 31], sizeof(T));
  return v;
}
template <class T> inline T __shfl_xor_sync(unsigned mask, T v, int o) { return __shfl_sync(mask, v, (int)standin::lane() ^ o); }

// --- the instructions of instructions.cuh ---
inline void copy16(void* s, const void* g, bool valid) {
  if (((uintptr_t)s | (valid ? (uintptr_t)g : 0)) & 15) standin::fail("copy16 of a misaligned address");
  standin::copies[standin::linear()].back().push_back({s, g, valid});
}
inline void copy_commit() { standin::copies[standin::linear()].emplace_back(); }
template <int N> inline void copy_wait() {
  standin::Groups& groups = standin::copies[standin::linear()];
  while ((int)groups.size() - 1 > N) {
    for (auto& c : groups.front()) c.valid ? memcpy(c.to, c.from, 16) : memset(c.to, 0, 16);
    groups.erase(groups.begin());
  }
}
inline void ldmatrix4(uint32_t (&r)[4], const void* row) {
  unsigned l = standin::lane();
  const uint64_t* rows = standin::exchange((uint64_t)row);
  for (int i = 0; i < 4; i++) memcpy(&r[i], (const uint32_t*)rows[8 * i + l / 4] + l % 4, 4);
}
inline void ldmatrix4_trans(uint32_t (&r)[4], const void* row) {
  unsigned l = standin::lane();
  const uint64_t* rows = standin::exchange((uint64_t)row);
  for (int i = 0; i < 4; i++) {
    const uint16_t* upper = (const uint16_t*)rows[8 * i + l % 4 * 2];
    const uint16_t* lower = (const uint16_t*)rows[8 * i + l % 4 * 2 + 1];
    r[i] = upper[l / 4] | (uint32_t)lower[l / 4] << 16;
  }
}
inline void mma_bf16(float (&c)[4], const uint32_t (&a)[4], uint32_t b0, uint32_t b1) {
  standin::Warp& w = standin::warp();
  unsigned l = standin::lane();
  memcpy(w.a[l], a, 16), memcpy(w.c[l], c, 16);
  w.b[l][0] = b0, w.b[l][1] = b1;
  standin::meet(standin::multiply);
  memcpy(c, w.c[l], 16);
}
inline float exp2_fast(float x) { return exp2f(x); }
inline uint32_t pack_bf16(float lo, float hi) { return __float2bfloat16(lo).bits | (uint32_t)__float2bfloat16(hi).bits << 16; }
