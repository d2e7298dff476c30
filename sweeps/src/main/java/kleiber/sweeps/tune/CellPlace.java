package kleiber.sweeps.tune;

/**
 * Where a cell lies among the others.
 *
 * @param lnN logarithm of its parameters
 * @param lnD logarithm of its training tokens
 */
public record CellPlace(double lnN, double lnD) {
  /** The place of a size and a number of tokens. */
  public static CellPlace of(double n, double d) {
    return new CellPlace(Math.log(n), Math.log(d));
  }

  /** How far away another is. */
  double to(CellPlace other) {
    return Math.hypot(lnN - other.lnN, lnD - other.lnD);
  }

  /** Compute but for a factor: ln(N·D). */
  double lnCompute() {
    return lnN + lnD;
  }
}
