package kleiber.engine.kernels;

/**
 * One AdamW update over a flat range (Loshchilov and Hutter, arXiv:1711.05101, algorithm 2):
 *
 * <pre>
 * g ← gradientScale·g
 * m ← β₁m + (1−β₁)g        v ← β₂v + (1−β₂)g²
 * p ← p − lr·( (m/c₁) / (√(v/c₂) + ε) + decay·p )
 * </pre>
 *
 * with c₁ = 1−β₁ᵗ and c₂ = 1−β₂ᵗ, or 1 without bias correction.
 */
public interface AdamWUpdate {
  /** Applies one update; all arguments are those of the formula above. */
  void step(double lr, double decay, double gradientScale, double c1, double c2);

  /**
   * The constants of a run.
   *
   * @param beta1 decay rate of the first moment
   * @param beta2 decay rate of the second moment
   * @param epsilon added to the root of the second moment
   */
  record Constants(double beta1, double beta2, double epsilon) {}
}
