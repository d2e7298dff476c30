// An optimiser's formula over flat ranges (kleiber.engine.kernels.UpdateFormula), in one pass: reads every tensor, writes those that the
// formula assigns to, and the bf16 copy that products read where one of them has it. Each thread runs the lines on four elements.
// tensors [count]: their addresses. lines [lineCount, 6]: operation, target, x, y, a, b. written: a bit for every tensor.
// rounded: address of the copy of tensor `copied`, or 0. numbers: those of the step; number 0 is multiplied by step[2], see step.cu.
#include "kleiber.cuh"

// UpdateFormula.Operation, UpdateFormula.MOST_PLACES and the ints of a line.
enum { SCALE, MIX, MIX_SQUARE, SIGN, OVER_ROOT };
enum { PLACES = 8, LINE = 6 };

KERNEL void formula(const long long* tensors, int count, const int* lines, int lineCount, int written, bf16* rounded, int copied, long long n,
                    const double* numbers, const double* step) {
  if (step[3] == 0) return;
  bool vectors = !rounded || aligned(rounded);
  for (int t = 0; t < count; t++) vectors = vectors && aligned((const float*)tensors[t]);
  each(n, vectors, [&](long long i, auto w) {
    Few<w.value> place[PLACES];
    for (int t = 0; t < count; t++) place[t] = load<w.value>((const float*)tensors[t] + i);
    for (int l = 0; l < lineCount; l++) {
      const int* line = lines + l * LINE;
      float a = (float)(line[4] ? numbers[line[4]] : numbers[0] * step[2]), b = (float)(line[5] ? numbers[line[5]] : numbers[0] * step[2]);
      Few<w.value> x = place[line[2]], y = place[line[3]], r;
      switch (line[0]) {
        case SCALE: for (int k = 0; k < w.value; k++) r.v[k] = a * x.v[k]; break;
        case MIX: for (int k = 0; k < w.value; k++) r.v[k] = a * x.v[k] + b * y.v[k]; break;
        case MIX_SQUARE: for (int k = 0; k < w.value; k++) r.v[k] = a * x.v[k] * x.v[k] + b * y.v[k]; break;
        case SIGN: for (int k = 0; k < w.value; k++) r.v[k] = x.v[k] > 0 ? 1.f : x.v[k] < 0 ? -1.f : x.v[k]; break;
        default: for (int k = 0; k < w.value; k++) r.v[k] = x.v[k] / (sqrtf(a * y.v[k]) + b); break;
      }
      place[line[1]] = r;
    }
    for (int t = 0; t < count; t++)
      if (written >> t & 1) store<w.value>((float*)tensors[t] + i, place[t]);
    if (rounded) store<w.value>(rounded + i, place[copied]);
  });
}
EXPORT(formula)
