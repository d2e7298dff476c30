// AdamW over a flat range (kleiber.engine.kernels.AdamWUpdate states the formula), in one pass: reads p, g, m, v, writes p, m, v and the
// bf16 copy of p that products read: 28 bytes a parameter, 30 with the copy.
// rates: lr, decay, factor on gradients, c1, c2. step: the numbers of step.cu; its factor comes on top.
#include "kleiber.cuh"

KERNEL void adamw(float* p, const float* g, float* m, float* v, bf16* rounded, long long n, float beta1, float beta2, float epsilon,
                  float keep1, float keep2, const double* rates, const double* step) {
  if (step[3] == 0) return;
  float lr = (float)rates[0], decay = (float)rates[1], factor = (float)(rates[2] * step[2]), c1 = (float)(1 / rates[3]), c2 = (float)(1 / rates[4]);
  each(n, aligned(p, g, m, v) && (!rounded || aligned(rounded)), [&](long long i, auto w) {
    auto a = load<w.value>(p + i), d = load<w.value>(g + i), f = load<w.value>(m + i), s = load<w.value>(v + i);
    for (int k = 0; k < w.value; k++) {
      float x = d.v[k] * factor;
      f.v[k] = beta1 * f.v[k] + keep1 * x;
      s.v[k] = beta2 * s.v[k] + keep2 * x * x;
      a.v[k] -= lr * (f.v[k] * c1 / (sqrtf(s.v[k] * c2) + epsilon) + decay * a.v[k]);
    }
    store<w.value>(p + i, a);
    store<w.value>(m + i, f);
    store<w.value>(v + i, s);
    if (rounded) store<w.value>(rounded + i, a);
  });
}
EXPORT(adamw)
