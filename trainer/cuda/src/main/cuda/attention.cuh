// What the fp32 attention kernels share: one call's arguments, masks, scores and their gradients. See tiles.cuh for the products.
#pragma once
#include "tiles.cuh"

// What every kernel gets, and what it asks of it. types: bits 0.. of q, k, v, q2, r, y, dy, dq, dk, dv, dq2, dr, set where bf16.
struct Attention {
  const void *q, *k, *v, *q2, *r;
  const float* bias;
  const int* lengths;
  const long long* call;
  long long seed, threshold;
  int ldq, ldk, ldv, ldq2, ldr, ldbias, types, heads, group, Tq, Tk, width, causal, window, biasPerSequence;
  float scale, kept;

  __device__ __forceinline__ Rows rows(const void* p, int type, int ld, int T, int b, int head) const {
    bool rounded = types >> type & 1;
    return {(const char*)p + ((size_t)b * T * ld + (size_t)head * width) * (rounded ? 2 : 4), ld, T, width, rounded};
  }
  __device__ __forceinline__ Rows queries(int b, int h) const { return rows(q, 0, ldq, Tq, b, h); }
  __device__ __forceinline__ Rows keys(int b, int h) const { return rows(k, 1, ldk, Tk, b, h / group); }
  __device__ __forceinline__ Rows values(int b, int h) const { return rows(v, 2, ldv, Tk, b, h / group); }
  __device__ __forceinline__ Rows placed(int b, int h) const { return rows(q2, 3, ldq2, Tq, b, h); }
  __device__ __forceinline__ Rows distances(int h) const { return rows(r, 4, ldr, Tq, 0, h); }

  // Keys of sequence b that are no padding.
  __device__ __forceinline__ int length(int b) const { return lengths ? lengths[b] < Tk ? lengths[b] : Tk : Tk; }
  // The first key that query i sees, and one more than the last that queries up to i see.
  __device__ __forceinline__ int firstKey(int i) const { return window && i >= window ? i - window + 1 : 0; }
  __device__ __forceinline__ int endKey(int i, int length) const { return causal && i + 1 < length ? i + 1 : length; }
  __device__ __forceinline__ bool sees(int i, int j, int length) const {
    return i < Tq && j >= 0 && j < length && (!causal || j <= i) && (!window || j > i - window);
  }
  // Whether query i sees one key only: its probability is 1 whatever its score, so the score has no gradient. Said here, as rounding
  // would leave 1e-7 of it.
  __device__ __forceinline__ bool seesOne(int i, int length) const { return endKey(i, length) - firstKey(i) == 1; }
  __device__ __forceinline__ size_t row(int b, int h, int i) const { return ((size_t)b * heads + h) * Tq + i; }
  __device__ __forceinline__ float biasAt(int b, int h, int i, int j) const {
    return bias ? bias[row(biasPerSequence ? b : 0, h, 0) * ldbias + (long long)i * ldbias + j] : 0.f;
  }
};
#define ATTENTION_ARGUMENTS                                                                                                     \
  const void *q, const void *k, const void *v, const void *q2, const void *r, const float *bias, const int *lengths,            \
      const long long *call, long long seed, long long threshold, int ldq, int ldk, int ldv, int ldq2, int ldr, int ldbias,     \
      int types, int heads, int group, int Tq, int Tk, int width, int causal, int window, int biasPerSequence, float scale,     \
      float kept
#define ATTENTION                                                                                                               \
  Attention {                                                                                                                   \
    q, k, v, q2, r, bias, lengths, call, seed, threshold, ldq, ldk, ldv, ldq2, ldr, ldbias, types, heads, group, Tq, Tk, width, \
        causal, window, biasPerSequence, scale, kept                                                                            \
  }

// The three views of scores: a block's rows and the columns it walks over are queries and keys, keys and queries, or distances
// i - j and queries.
enum View { BY_QUERY, BY_KEY, BY_DISTANCE };
template <View VIEW> __device__ __forceinline__ int query_of(int row, int column) { return VIEW == BY_QUERY ? row : column; }
template <View VIEW> __device__ __forceinline__ int key_of(int row, int column) {
  return VIEW == BY_QUERY ? column : VIEW == BY_KEY ? row : column - row;
}

// s += queries·keys for a tile, where queries are x, or dy, and keys are k, or v.
template <View VIEW>
__device__ __forceinline__ void add_products(float (&s)[4][4], const Rows& x, const Rows& k, int row0, int column0, float* memory) {
  if (VIEW == BY_QUERY) add_dots(s, x, row0, k, column0, memory);
  if (VIEW == BY_KEY) add_dots(s, k, row0, x, column0, memory);
  if (VIEW == BY_DISTANCE) add_distance_dots<true>(s, x, column0, k, column0 - row0 - 63, memory);
}

// s[row, column] = the scaled score with bias, -infinity where the query does not see the key.
template <View VIEW>
__device__ __forceinline__ void scores(float (&s)[4][4], const Attention& a, int b, int h, int row0, int column0, float* memory) {
#pragma unroll
  for (int i = 0; i < 4; i++)
#pragma unroll
    for (int j = 0; j < 4; j++) s[i][j] = 0.f;
  add_products<VIEW>(s, a.queries(b, h), a.keys(b, h), row0, column0, memory);
  if (a.q2) {
    Rows q2 = a.placed(b, h), r = a.distances(h);
    if (VIEW == BY_QUERY) add_distance_dots<false>(s, q2, row0, r, row0 - column0 - 63, memory);
    if (VIEW == BY_KEY) add_distance_dots<true>(s, q2, column0, r, column0 - row0 - 63, memory);
    if (VIEW == BY_DISTANCE) add_dots(s, r, row0, q2, column0, memory);
  }
  int length = a.length(b);
#pragma unroll
  for (int i = 0; i < 4; i++)
#pragma unroll
    for (int j = 0; j < 4; j++) {
      int row = row0 + 4 * thread_row() + i, column = column0 + 4 * thread_column() + j;
      int query = query_of<VIEW>(row, column), key = key_of<VIEW>(row, column);
      s[i][j] = a.sees(query, key, length) ? s[i][j] * a.scale + a.biasAt(b, h, query, key) : -INFINITY;
    }
}

// One bit for each of a thread's elements of a tile, set where dropout keeps it: all where nothing is dropped.
template <View VIEW>
__device__ __forceinline__ uint32_t kept_bits(const Attention& a, int b, int h, int row0, int column0) {
  if (!a.threshold) return ~0u;
  Mask mask(a.seed, a.call, a.threshold, a.kept);
  uint32_t bits = 0;
#pragma unroll 2
  for (int e = 0; e < 16; e++) {
    int row = row0 + 4 * thread_row() + e / 4, column = column0 + 4 * thread_column() + e % 4;
    long long query = (long long)a.row(b, h, query_of<VIEW>(row, column));
    bits |= (mask.factor(query * a.Tk + key_of<VIEW>(row, column)) > 0 ? 1u : 0u) << e;
  }
  return bits;
}

// p = P·mask and ds = the scores' gradient P·(mask·(dy·v) - delta), from what forward and the pre-pass have left.
template <View VIEW>
__device__ __forceinline__ void score_gradients(float (&p)[4][4], float (&ds)[4][4], const Attention& a, int b, int h,
                                                int row0, int column0, const Rows& dy, const float* lse,
                                                const float* delta, float* memory) {
  int length = a.length(b);
  scores<VIEW>(p, a, b, h, row0, column0, memory);
#pragma unroll
  for (int i = 0; i < 4; i++)
#pragma unroll
    for (int j = 0; j < 4; j++) ds[i][j] = 0.f;
  add_products<VIEW>(ds, dy, a.values(b, h), row0, column0, memory);
  uint32_t bits = kept_bits<VIEW>(a, b, h, row0, column0);
  float kept = a.threshold ? a.kept : 1.f;
  lse += a.row(b, h, 0);
  delta += a.row(b, h, 0);
#pragma unroll
  for (int i = 0; i < 4; i++)
#pragma unroll
    for (int j = 0; j < 4; j++) {
      int query = query_of<VIEW>(row0 + 4 * thread_row() + i, column0 + 4 * thread_column() + j);
      bool seen = p[i][j] != -INFINITY;
      float factor = bits >> (4 * i + j) & 1 ? kept : 0.f, probability = seen ? expf(p[i][j] - lse[query]) : 0.f;
      p[i][j] = probability * factor;
      ds[i][j] = !seen || a.seesOne(query, length) ? 0.f : probability * (ds[i][j] * factor - delta[query]);
    }
}
