// Instructions of NVIDIA GPUs that C++ has no word for. standin.h gives each the same meaning on a processor.
#pragma once
#include <cuda_bf16.h>
#include <initializer_list>
#include <stdint.h>
#define KERNEL extern "C" __global__
#define EXPORT(name)
#define DYNAMIC_SHARED(name) extern __shared__ __align__(128) unsigned char name[]

__device__ __forceinline__ uint32_t shared_address(const void* p) { return (uint32_t)__cvta_generic_to_shared(p); }

// Copies 16 bytes from global to shared memory, zeros where !valid; both aligned to 16. Lands at copy_wait and a barrier.
__device__ __forceinline__ void copy16(void* s, const void* g, bool valid) {
#if __CUDA_ARCH__ >= 800
  asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" ::"r"(shared_address(s)), "l"(g), "r"(valid ? 16 : 0));
#else
  *(uint4*)s = valid ? *(const uint4*)g : make_uint4(0, 0, 0, 0);
#endif
}
// Ends a group of copies.
__device__ __forceinline__ void copy_commit() {
#if __CUDA_ARCH__ >= 800
  asm volatile("cp.async.commit_group;");
#endif
}
// Waits until at most the N newest groups of this thread are under way.
template <int N> __device__ __forceinline__ void copy_wait() {
#if __CUDA_ARCH__ >= 800
  asm volatile("cp.async.wait_group %0;" ::"n"(N));
#endif
}

// Four 8x8 matrices of 16-bit elements: lanes 8i to 8i+7 give the rows' addresses of matrix i; lane l gets elements 2(l%4) and the
// next of row l/4 of each.
__device__ __forceinline__ void ldmatrix4(uint32_t (&r)[4], const void* row) {
  asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0,%1,%2,%3}, [%4];"
               : "=r"(r[0]), "=r"(r[1]), "=r"(r[2]), "=r"(r[3]) : "r"(shared_address(row)));
}
// The same of the transposed matrices.
__device__ __forceinline__ void ldmatrix4_trans(uint32_t (&r)[4], const void* row) {
  asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0,%1,%2,%3}, [%4];"
               : "=r"(r[0]), "=r"(r[1]), "=r"(r[2]), "=r"(r[3]) : "r"(shared_address(row)));
}
// c[16, 8] += a[16, 16]·b[16, 8] by one warp, in the fragments of PTX's mma.m16n8k16.
__device__ __forceinline__ void mma_bf16(float (&c)[4], const uint32_t (&a)[4], uint32_t b0, uint32_t b1) {
#if __CUDA_ARCH__ >= 800
  asm volatile("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
               : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
               : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
#endif
}
// 2^x to 2 units in the last place.
__device__ __forceinline__ float exp2_fast(float x) { float y; asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(x)); return y; }
// Two floats rounded to bf16 in one word, `lo` in its lower half.
__device__ __forceinline__ uint32_t pack_bf16(float lo, float hi) {
#if __CUDA_ARCH__ >= 800
  uint32_t r; asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(r) : "f"(hi), "f"(lo)); return r;
#else
  return (uint32_t)__bfloat16_as_ushort(__float2bfloat16(lo)) | (uint32_t)__bfloat16_as_ushort(__float2bfloat16(hi)) << 16;
#endif
}
