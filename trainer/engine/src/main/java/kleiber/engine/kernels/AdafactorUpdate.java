package kleiber.engine.kernels;

/**
 * One Adafactor update of one parameter tensor p (Shazeer and Stern, arXiv:1804.04235, algorithm 4,
 * in the form of T5's and PaLM's code):
 *
 * <pre>
 * g ← gradientScale·g      s = g² + ε
 * whole:     v ← β₂v + (1−β₂)s                                   u = g/√v
 * factored:  r ← β₂r + (1−β₂)·rowMeans(s)
 *            c ← β₂c + (1−β₂)·columnMeans(s)                     u = g/√(r/mean(r))/√c
 * u ← u / max(1, RMS(u)/clipThreshold)
 * d = lr·max(minScale, RMS(p))·u        m ← β₁m + (1−β₁)d, d ← m with momentum
 * p ← (1 − decay)·p − d
 * </pre>
 *
 * <p>With β₂ = 1 − t^−0.8 the first step has β₂ = 0, so nothing needs a bias correction.
 */
public interface AdafactorUpdate {
  /** Applies one update; all arguments are those of the formula above. */
  void step(double lr, double decay, double gradientScale, double beta2);

  /**
   * The constants of a run.
   *
   * @param momentum β₁, 0 for none
   * @param epsilon added to the squared gradient
   * @param minScale the least RMS(p) that the rate is multiplied by
   * @param clipThreshold the largest RMS(u)
   */
  record Constants(double momentum, double epsilon, double minScale, double clipThreshold) {}
}
