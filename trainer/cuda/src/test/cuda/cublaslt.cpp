// The calls of cuBLASLt that the cuda backend makes, answered by double loops: the tests load it in place of NVIDIA's library.
// Matrices are columns after columns. standin_matmuls counts the products; a heuristic that finds nothing is had with
// STANDIN_NO_ALGORITHM=1, as for matrices that are not aligned to 16 bytes.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <vector>
#define API extern "C" __attribute__((visibility("default"))) int

namespace {
enum { OK = 0, NOT_INITIALIZED = 1, INVALID = 7, NOT_SUPPORTED = 15, R_32F = 0, R_16BF = 14, COMPUTE_32F = 68 };
struct Desc { int trans[2] = {0, 0}; int epilogue = 1; const void* bias = nullptr; };
struct Layout { int type; uint64_t rows, columns; int64_t stride; };
struct Preference { uint64_t workspace = 0; uint32_t alignment[4] = {256, 256, 256, 256}; };
struct Result { uint64_t algorithm[8]; size_t workspace; int status; float waves; int reserved[4]; };
static_assert(sizeof(Result) == 96, "as in cublasLt.h");
const uint64_t CHOSEN = 0x4b6c6569626572;

float get(const void* p, const Layout& l, uint64_t row, uint64_t column) {
  size_t at = row + column * l.stride;
  if (l.type == R_32F) return ((const float*)p)[at];
  uint32_t bits = (uint32_t)((const uint16_t*)p)[at] << 16;
  float v;
  memcpy(&v, &bits, 4);
  return v;
}
void put(void* p, const Layout& l, uint64_t row, uint64_t column, float v) {
  size_t at = row + column * l.stride;
  uint32_t bits;
  memcpy(&bits, &v, 4);
  if (l.type == R_32F) ((float*)p)[at] = v;
  else ((uint16_t*)p)[at] = (uint16_t)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}
}  // namespace

extern "C" {
__attribute__((visibility("default"))) int standin_matmuls = 0;
}
API cublasLtCreate(void** h) { *h = malloc(1); return OK; }
API cublasLtDestroy(void* h) { free(h); return OK; }
API cublasLtMatmulDescCreate(Desc** d, int compute, int scale) { *d = new Desc; return compute == COMPUTE_32F && scale == R_32F ? OK : INVALID; }
API cublasLtMatmulDescSetAttribute(Desc* d, int attribute, const void* value, size_t bytes) {
  if (bytes != (attribute == 8 ? 8 : 4)) return INVALID;
  switch (attribute) {
    case 3: case 4: memcpy(&d->trans[attribute - 3], value, 4); return OK;
    case 7: memcpy(&d->epilogue, value, 4); return OK;
    case 8: memcpy(&d->bias, value, 8); return OK;
    default: return INVALID;
  }
}
API cublasLtMatrixLayoutCreate(Layout** l, int type, uint64_t rows, uint64_t columns, int64_t stride) {
  *l = new Layout{type, rows, columns, stride};
  return (type == R_32F || type == R_16BF) && stride >= (int64_t)rows ? OK : INVALID;
}
API cublasLtMatmulPreferenceCreate(Preference** p) { *p = new Preference; return OK; }
API cublasLtMatmulPreferenceSetAttribute(Preference* p, int attribute, const void* value, size_t bytes) {
  if (attribute == 1 && bytes == 8) { memcpy(&p->workspace, value, 8); return OK; }
  if (attribute >= 5 && attribute <= 8 && bytes == 4) { memcpy(&p->alignment[attribute - 5], value, 4); return OK; }
  return INVALID;
}
API cublasLtMatmulPreferenceDestroy(Preference* p) { delete p; return OK; }
API cublasLtMatmulAlgoGetHeuristic(void*, Desc*, Layout* a, Layout* b, Layout* c, Layout* d, Preference* p, int wanted, Result* results, int* found) {
  *found = 0;
  const char* none = getenv("STANDIN_NO_ALGORITHM");
  if (none && *none == '1') return NOT_SUPPORTED;
  if (wanted < 1 || a->type != R_16BF || b->type != R_16BF || c->type != d->type) return NOT_SUPPORTED;
  for (uint32_t alignment : p->alignment)
    if (alignment < 16) return NOT_SUPPORTED;
  memset(results, 0, sizeof *results);
  results->algorithm[0] = CHOSEN;
  *found = 1;
  return OK;
}
API cublasLtMatmul(void* h, Desc* desc, const float* alpha, const void* a, Layout* la, const void* b, Layout* lb, const float* beta, const void* c,
                   Layout* lc, void* d, Layout* ld, const uint64_t* algorithm, void* workspace, size_t bytes, void* stream) {
  if (!h || !workspace || !bytes || !stream) return NOT_INITIALIZED;
  if (*algorithm != CHOSEN) return INVALID;
  uint64_t terms = desc->trans[0] ? la->rows : la->columns;
  if ((desc->trans[0] ? la->columns : la->rows) != ld->rows || (desc->trans[1] ? lb->columns : lb->rows) != terms ||
      (desc->trans[1] ? lb->rows : lb->columns) != ld->columns || lc->rows != ld->rows || lc->columns != ld->columns)
    return INVALID;
  Layout bias{ld->type, ld->rows, 1, (int64_t)ld->rows};
  std::vector<float> x(ld->rows * terms), y(ld->columns * terms);  // factors with the terms of a sum side by side
  for (uint64_t i = 0; i < ld->rows; i++)
    for (uint64_t k = 0; k < terms; k++) x[i * terms + k] = desc->trans[0] ? get(a, *la, k, i) : get(a, *la, i, k);
  for (uint64_t j = 0; j < ld->columns; j++)
    for (uint64_t k = 0; k < terms; k++) y[j * terms + k] = desc->trans[1] ? get(b, *lb, j, k) : get(b, *lb, k, j);
  for (uint64_t i = 0; i < ld->rows; i++)
    for (uint64_t j = 0; j < ld->columns; j++) {
      double sum = 0;
      for (uint64_t k = 0; k < terms; k++) sum += (double)x[i * terms + k] * y[j * terms + k];
      sum = *alpha * sum + (*beta ? *beta * get(c, *lc, i, j) : 0) + (desc->epilogue == 4 ? get(desc->bias, bias, i, 0) : 0);
      put(d, *ld, i, j, (float)sum);
    }
  standin_matmuls++;
  return OK;
}
