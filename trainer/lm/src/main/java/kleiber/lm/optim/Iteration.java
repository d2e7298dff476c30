package kleiber.lm.optim;

import java.util.Collections;
import java.util.List;

/**
 * A composition of odd polynomials aσ + bσ³ + cσ⁵ that takes singular values in (0, 1] to about 1.
 */
public enum Iteration {
  /**
   * Three polynomials, the best for singular values from 0.01 to 1, which come to lie between 0.73
   * and 1.27; smaller ones come to 78 times themselves (Amsel et al., Polar Express,
   * arXiv:2505.16932, algorithm 1 with ℓ = 0.01). The matrix is first divided by √‖XXᵀ‖, the norm
   * of Schatten of order 4: never less than its largest singular value, and closer to it than ‖X‖.
   */
  POLAR_EXPRESS_3(
      false,
      List.of(
          new Quintic(8.093369, -23.62043, 17.446152),
          new Quintic(3.636586, -2.721927, 0.536546),
          new Quintic(2.6613, -1.977155, 0.452616))),
  /** Four, the best from ℓ = 0.003 on: between 0.80 and 1.20, smaller ones times 296. */
  POLAR_EXPRESS_4(
      false,
      List.of(
          new Quintic(8.383674, -24.765906, 18.357082),
          new Quintic(4.04342, -3.011405, 0.569512),
          new Quintic(3.505571, -2.626654, 0.525719),
          new Quintic(2.490116, -1.834275, 0.436835))),
  /**
   * One polynomial five times, after division by ‖X‖: between 0.68 and 1.20, small ones times 485
   * (Jordan et al., 2024; PyTorch's Muon).
   */
  JORDAN_5(true, Collections.nCopies(5, new Quintic(3.4445, -4.7750, 2.0315)));

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
