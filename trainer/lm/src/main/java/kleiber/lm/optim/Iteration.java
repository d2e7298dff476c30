package kleiber.lm.optim;

import java.util.List;

/**
 * A composition of odd polynomials aσ + bσ³ + cσ⁵ that takes singular values in (0, 1] to about 1.
 */
public enum Iteration {
  /**
   * Four polynomials, the best for singular values from 0.003 to 1, which come to lie between 0.80
   * and 1.20 (Amsel et al., Polar Express, arXiv:2505.16932, algorithm 1 with ℓ = 0.003). The
   * matrix is divided by √‖XXᵀ‖, the norm of Schatten of order 4: never less than its largest
   * singular value, and closer to it than ‖X‖.
   */
  POLAR_EXPRESS(
      false,
      List.of(
          new Quintic(8.383674, -24.765906, 18.357082),
          new Quintic(4.04342, -3.011405, 0.569512),
          new Quintic(3.505571, -2.626654, 0.525719),
          new Quintic(2.490116, -1.834275, 0.436835))),
  /**
   * One polynomial five times, which leaves them between 0.68 and 1.20 (Jordan et al., 2024), after
   * division by ‖X‖; as PyTorch's Muon has it.
   */
  JORDAN(true, java.util.Collections.nCopies(5, new Quintic(3.4445, -4.7750, 2.0315)));

  /** aσ + bσ³ + cσ⁵. */
  record Quintic(double a, double b, double c) {}

  private final boolean byFrobenius;
  private final List<Quintic> polynomials;

  Iteration(boolean byFrobenius, List<Quintic> polynomials) {
    this.byFrobenius = byFrobenius;
    this.polynomials = polynomials;
  }

  /** Whether the matrix is first divided by ‖X‖, else by √‖XXᵀ‖. */
  boolean byFrobenius() {
    return byFrobenius;
  }

  List<Quintic> polynomials() {
    return polynomials;
  }
}
