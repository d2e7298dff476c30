// Attention on tensor cores, backward. With P = 2^(scale·log2(e)·q·k - lse) computed again from forward's lse, and dP = mask·(dy·v),
//   delta[i] = Σ_j P[i, j]·dP[i, j] = dy[i]·y[i]         ds[i, j] = P[i, j]·(dP[i, j] - delta[i])
//   dv[j] = Σ_i P·mask·dy[i]     dk[j] = scale·Σ_i ds·q[i]     dq[i] = scale·Σ_j ds·k[j]
// P and ds are rounded to bf16 as operands of products; sums, and dq, dk, dv, are fp32. One kernel for dk and dv by key tile, which
// works on transposed scores [keys, queries] so that P and ds go from registers straight into the next product, and one for dq by
// query tile: 7 products where a kernel that adds to dq from all key tiles needs 5, but every sum has one order.
// Shapes: as forward; dy as y; dq, dk, dv fp32 with even row strides, overwritten; lse and delta [B·H·Tq].
// Both: 128 threads, (2·64·M + 4·STAGE)·(D + 8)·2 bytes, and 16·STAGE bytes more for keys.
// Bytes: own rows once, the others' once for every 64·M own rows, mostly from the second-level cache.
#include "flash.cuh"

// Rows that are copied at once, and of them those that are worked on at once.
template <int D> constexpr int STAGE = D < 128 ? 64 : 32;
constexpr int STEP = 32, N = STEP / 8;

// Scores that the mask hides become -infinity. QUERY and KEY give an element's places.
template <int M, class Query, class Key>
__device__ __forceinline__ void hide(float (&s)[M][N][4], const Flash& f, int length, Query query, Key key) {
#pragma unroll
  for (int m = 0; m < M; m++)
#pragma unroll
    for (int n = 0; n < N; n++)
#pragma unroll
      for (int e = 0; e < 4; e++)
        if (!f.sees(query(m, n, e), key(m, n, e), length)) s[m][n][e] = -INFINITY;
}

// One bit for each element of a warp's M·16 rows and 32 columns that a lane has, set where dropout keeps it.
template <int M, class Query, class Key>
__device__ __forceinline__ void kept_bits(uint32_t (&bits)[M], const Flash& f, long long row, Query query, Key key) {
#pragma unroll
  for (int m = 0; m < M; m++) bits[m] = 0u;
  Mask mask(f.seed, f.call, f.threshold, f.kept);
#pragma unroll
  for (int m = 0; m < M; m++)
#pragma unroll 2
    for (int t = 0; t < 4 * N; t++)
      bits[m] |= (mask.factor((row + query(m, t / 4, t % 4)) * f.Tk + key(m, t / 4, t % 4)) > 0 ? 1u : 0u) << t;
}

// Writes factor·sums to rows of a head, two columns at a time.
template <int D, int M>
__device__ __forceinline__ void write(const float (&sums)[M][D / 8][4], float* to, int ld, int end, int T, int b, int head, int own,
                                      float factor) {
  int lane = lane_id();
#pragma unroll
  for (int m = 0; m < M; m++)
#pragma unroll
    for (int r = 0; r < 2; r++) {
      int row = own + 16 * m + lane / 4 + 8 * r;
      if (row >= end) continue;
      float* at = to + ((size_t)b * T + row) * ld + (size_t)head * D + lane % 4 * 2;
#pragma unroll
      for (int d = 0; d < D / 8; d++) *(float2*)(at + 8 * d) = make_float2(sums[m][d][2 * r] * factor, sums[m][d][2 * r + 1] * factor);
    }
}

// Grid (B·H/group, ⌈Tk/(64·M)⌉). Sums over the query heads that share the keys in order, and over queries in order.
template <int D, int M>
__device__ __forceinline__ void backward_keys(const Flash& f, const bf16* dy, int lddy, const float* lse, const float* delta,
                                              float* dk, int lddk, float* dv, int lddv) {
  constexpr int OWN = 64 * M, ROWS = STAGE<D>;
  DYNAMIC_SHARED(bytes);
  bf16 *sk = (bf16*)bytes, *sv = sk + OWN * LD<D>, *sq = sv + OWN * LD<D>, *sdy = sq + 2 * ROWS * LD<D>;
  float2* ssums = (float2*)(sdy + 2 * ROWS * LD<D>);  // lse and delta of a query
  int shared = f.heads / f.group, b = blockIdx.x / shared, head = blockIdx.x % shared, length = f.length(b), lane = lane_id();
  int j0 = blockIdx.y * OWN, own = j0 + warp_id() * 16 * M, last = own + 16 * M - 1;
  int begin = f.causal ? j0 : 0, end = f.window ? min(f.Tq, j0 + OWN - 1 + f.window) : f.Tq;
  bool seen = j0 < length && begin < end;
  float c2 = f.scale * LOG2_E, sumsK[M][D / 8][4], sumsV[M][D / 8][4];
  clear(sumsK);
  clear(sumsV);
  auto copy = [&](int h, int i0, int stage) {
    copy_rows<ROWS, D>(sq + stage * ROWS * LD<D>, head_of(f.q, f.ldq, f.Tq, b, h, D), i0);
    copy_rows<ROWS, D>(sdy + stage * ROWS * LD<D>, head_of(dy, lddy, f.Tq, b, h, D), i0);
    copy_commit();
    if (threadIdx.x < ROWS) {
      int i = i0 + threadIdx.x;
      long long at = f.row(b, h) + i;
      ssums[stage * ROWS + threadIdx.x] = i < f.Tq ? make_float2(lse[at], delta[at]) : make_float2(INFINITY, 0.f);
    }
  };
  Own<D, M, false> keys, values;
  keys.set(sk);
  values.set(sv);
  int h = head * f.group, start = begin;
  if (seen) {
    copy_rows<OWN, D>(sk, head_of(f.k, f.ldk, f.Tk, b, head, D), j0);
    copy_rows<OWN, D>(sv, head_of(f.v, f.ldv, f.Tk, b, head, D), j0);
    copy(h, start, 0);
  }
  auto advance = [&](int& h, int& start) {
    start += ROWS;
    if (start >= end) {
      start = begin;
      h++;
    }
  };
  for (int stage = 0; seen && h < (head + 1) * f.group; stage ^= 1, advance(h, start)) {
    copy_wait<0>();
    __syncthreads();
    int nextHead = h, next = start;
    advance(nextHead, next);
    if (nextHead < (head + 1) * f.group) copy(nextHead, next, stage ^ 1);
#pragma unroll 1
    for (int part = 0; part < ROWS; part += STEP) {
      int i0 = start + part, at = stage * ROWS + part;
      if (i0 >= f.Tq || !f.seesAny(i0, i0 + STEP - 1, own, last, length)) continue;
      float p[M][N][4];
      dots(p, keys, sq + at * LD<D>);
      auto query = [&](int m, int n, int e) { return i0 + 8 * n + lane % 4 * 2 + (e & 1); };
      auto key = [&](int m, int n, int e) { return own + 16 * m + lane / 4 + (e >> 1) * 8; };
      if (!f.seesAll(i0, i0 + STEP - 1, own, last, length)) hide(p, f, length, query, key);
      auto sums = [&](int n) { return *(const float4*)(ssums + at + 8 * n + lane % 4 * 2); };  // lse and delta of two queries
#pragma unroll
      for (int n = 0; n < N; n++)
#pragma unroll
        for (int m = 0; m < M; m++)
#pragma unroll
          for (int e = 0; e < 4; e++) p[m][n][e] = exp2_fast(p[m][n][e] * c2 - (e & 1 ? sums(n).z : sums(n).x));
      // From here on P lives in bf16, half the registers.
      uint32_t probabilities[M][N / 2][4], bits[M];
      round_to_operands(probabilities, p);
      if (f.threshold) {
        kept_bits(bits, f, f.row(b, h), query, key);
        uint32_t dropped[M][N / 2][4];
#pragma unroll
        for (int m = 0; m < M; m++)
#pragma unroll
          for (int t = 0; t < 4 * N; t++) p[m][t / 4][t % 4] *= bits[m] >> t & 1 ? f.kept : 0.f;
        round_to_operands(dropped, p);
        add_products<D>(sumsV, dropped, sdy + at * LD<D>);
      } else {
        add_products<D>(sumsV, probabilities, sdy + at * LD<D>);
      }
      float ds[M][N][4];
      dots(ds, values, sdy + at * LD<D>);
#pragma unroll
      for (int n = 0; n < N; n++)
#pragma unroll
        for (int m = 0; m < M; m++)
#pragma unroll
          for (int e = 0; e < 4; e++) {
            uint32_t word = probabilities[m][n / 2][n % 2 * 2 + e / 2];
            float x = __uint_as_float(e & 1 ? word & 0xffff0000u : word << 16);
            if (f.threshold) ds[m][n][e] *= bits[m] >> (4 * n + e) & 1 ? f.kept : 0.f;
            ds[m][n][e] = x * (ds[m][n][e] - (e & 1 ? sums(n).w : sums(n).y));
          }
      round_to_operands(probabilities, ds);
      add_products<D>(sumsK, probabilities, sq + at * LD<D>);
    }
  }
  write<D>(sumsK, dk, lddk, f.Tk, f.Tk, b, head, own, f.scale);
  write<D>(sumsV, dv, lddv, f.Tk, f.Tk, b, head, own, 1.f);
}

// Grid (B·H, ⌈Tq/(64·M)⌉). Sums over keys in order.
template <int D, int M>
__device__ __forceinline__ void backward_queries(const Flash& f, const bf16* dy, int lddy, const float* lse, const float* delta,
                                                 float* dq, int lddq) {
  constexpr int OWN = 64 * M, ROWS = STAGE<D>;
  DYNAMIC_SHARED(bytes);
  bf16 *sq = (bf16*)bytes, *sdy = sq + OWN * LD<D>, *sk = sdy + OWN * LD<D>, *sv = sk + 2 * ROWS * LD<D>;
  int b = blockIdx.x / f.heads, h = blockIdx.x % f.heads, length = f.length(b), lane = lane_id();
  int i0 = (gridDim.y - 1 - blockIdx.y) * OWN, own = i0 + warp_id() * 16 * M, last = own + 16 * M - 1;
  int first = f.firstKey(i0) / ROWS * ROWS, end = f.endKey(min(i0 + OWN, f.Tq) - 1, length);
  Head k = head_of(f.k, f.ldk, f.Tk, b, h / f.group, D), v = head_of(f.v, f.ldv, f.Tk, b, h / f.group, D);
  float c2 = f.scale * LOG2_E, sums[M][D / 8][4], rowLse[M][2], rowDelta[M][2];
  clear(sums);
#pragma unroll
  for (int m = 0; m < M; m++)
#pragma unroll
    for (int r = 0; r < 2; r++) {
      int i = own + 16 * m + lane / 4 + 8 * r;
      rowLse[m][r] = i < f.Tq ? lse[f.row(b, h) + i] : INFINITY;
      rowDelta[m][r] = i < f.Tq ? delta[f.row(b, h) + i] : 0.f;
    }
  copy_rows<OWN, D>(sq, head_of(f.q, f.ldq, f.Tq, b, h, D), i0);
  copy_rows<OWN, D>(sdy, head_of(dy, lddy, f.Tq, b, h, D), i0);
  auto copy = [&](int j0, int stage) {
    copy_rows<ROWS, D>(sk + stage * ROWS * LD<D>, k, j0);
    copy_rows<ROWS, D>(sv + stage * ROWS * LD<D>, v, j0);
    copy_commit();
  };
  copy(first, 0);
  Own<D, M, false> queries, outputs;
  for (int start = first, stage = 0; start < end; start += ROWS, stage ^= 1) {
    copy_wait<0>();
    __syncthreads();
    if (start == first) {
      queries.set(sq);
      outputs.set(sdy);
    }
    if (start + ROWS < end) copy(start + ROWS, stage ^ 1);
#pragma unroll 1
    for (int part = 0; part < ROWS; part += STEP) {
      int j0 = start + part, at = stage * ROWS + part;
      if (!f.seesAny(own, last, j0, j0 + STEP - 1, length)) continue;
      float p[M][N][4], ds[M][N][4];
      dots(p, queries, sk + at * LD<D>);
      auto query = [&](int m, int n, int e) { return own + 16 * m + lane / 4 + (e >> 1) * 8; };
      auto key = [&](int m, int n, int e) { return j0 + 8 * n + lane % 4 * 2 + (e & 1); };
      if (!f.seesAll(own, last, j0, j0 + STEP - 1, length)) hide(p, f, length, query, key);
      dots(ds, outputs, sv + at * LD<D>);
      if (f.threshold) {
        uint32_t bits[M];
        kept_bits(bits, f, f.row(b, h), query, key);
#pragma unroll
        for (int m = 0; m < M; m++)
#pragma unroll
          for (int t = 0; t < 4 * N; t++) ds[m][t / 4][t % 4] *= bits[m] >> t & 1 ? f.kept : 0.f;
      }
#pragma unroll
      for (int m = 0; m < M; m++)
#pragma unroll
        for (int n = 0; n < N; n++)
#pragma unroll
          for (int e = 0; e < 4; e++)
            ds[m][n][e] = exp2_fast(p[m][n][e] * c2 - rowLse[m][e / 2]) * (ds[m][n][e] - rowDelta[m][e / 2]);
      uint32_t operands[M][N / 2][4];
      round_to_operands(operands, ds);
      add_products<D>(sums, operands, sk + at * LD<D>);
    }
  }
  write<D>(sums, dq, lddq, f.Tq, f.Tq, b, h, own, f.scale);
}

#define BACKWARD(D, M)                                                                                                          \
  KERNEL void __launch_bounds__(FLASH_THREADS, 2)                                                                               \
      attention_backward_keys_bf16_##D(FLASH_ARGUMENTS, const bf16* dy, int lddy, const float* lse, const float* delta,         \
                                       float* dk, int lddk, float* dv, int lddv) {                                              \
    backward_keys<D, M>(FLASH, dy, lddy, lse, delta, dk, lddk, dv, lddv);                                                       \
  }                                                                                                                             \
  EXPORT(attention_backward_keys_bf16_##D)                                                                                      \
  KERNEL void __launch_bounds__(FLASH_THREADS, 2)                                                                               \
      attention_backward_queries_bf16_##D(FLASH_ARGUMENTS, const bf16* dy, int lddy, const float* lse, const float* delta,      \
                                          float* dq, int lddq) {                                                                \
    backward_queries<D, M>(FLASH, dy, lddy, lse, delta, dq, lddq);                                                              \
  }                                                                                                                             \
  EXPORT(attention_backward_queries_bf16_##D)
BACKWARD(16, 1)
BACKWARD(32, 1)
BACKWARD(64, 2)
BACKWARD(128, 1)

// delta, and dy in bf16 where it came in fp32 (rounded not null: [B·Tq, H·D]). A thread has 8 elements, D/8 threads a row of a head.
// Grid ⌈B·Tq·H·D/8/256⌉ of 256 threads.
template <class T>
__device__ __forceinline__ void delta_of(const bf16* y, const T* dy, bf16* rounded, float* delta, int ldy, int lddy, long long rows,
                                         int heads, int Tq, int D) {
  int lanes = D / 8, columns = heads * D;
  long long e = (blockIdx.x * 256ll + threadIdx.x) / lanes;
  int c = threadIdx.x % lanes * 8;
  bool inside = e < rows * heads;
  long long token = inside ? e / heads : 0;
  int h = inside ? e % heads : 0, column = h * D + c;
  float sum = 0;
  const bf16* from = y + (size_t)token * ldy + column;
  const T* gradient = dy + (size_t)token * lddy + column;
  uint32_t words[4];
#pragma unroll
  for (int i = 0; i < 4; i++) {
    float low = to_float(gradient[2 * i]), high = to_float(gradient[2 * i + 1]);
    sum += to_float(from[2 * i]) * low + to_float(from[2 * i + 1]) * high;
    words[i] = pack_bf16(low, high);
  }
  if (rounded && inside) *(uint4*)(rounded + (size_t)token * columns + column) = make_uint4(words[0], words[1], words[2], words[3]);
  for (int o = lanes / 2; o > 0; o >>= 1) sum += __shfl_xor_sync(0xffffffffu, sum, o);
  if (inside && c == 0) delta[(token / Tq * heads + h) * Tq + token % Tq] = sum;
}
KERNEL void __launch_bounds__(256) attention_delta_bf16_f32(const bf16* y, const float* dy, bf16* rounded, float* delta, int ldy,
                                                            int lddy, long long rows, int heads, int Tq, int D) {
  delta_of(y, dy, rounded, delta, ldy, lddy, rows, heads, Tq, D);
}
EXPORT(attention_delta_bf16_f32)
KERNEL void __launch_bounds__(256) attention_delta_bf16_bf16(const bf16* y, const bf16* dy, bf16* rounded, float* delta, int ldy,
                                                             int lddy, long long rows, int heads, int Tq, int D) {
  delta_of(y, dy, rounded, delta, ldy, lddy, rows, heads, Tq, D);
}
EXPORT(attention_delta_bf16_bf16)
