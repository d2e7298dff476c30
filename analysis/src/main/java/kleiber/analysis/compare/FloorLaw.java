package kleiber.analysis.compare;

/**
 * How the base's loss falls with compute along its ladder, L = E + A·C^−α. A is left out: the gain
 * starts from a trained model, through which the law passes.
 *
 * @param floor E, the loss in nats that no compute removes
 * @param exponent α, above 0
 */
public record FloorLaw(double floor, double exponent) {
  /** Refuses what falls nowhere. */
  public FloorLaw {
    if (!(exponent > 0 && Double.isFinite(exponent))) {
      throw new IllegalArgumentException("the exponent must be above 0, not " + exponent);
    }
    if (!(floor >= 0 && Double.isFinite(floor))) {
      throw new IllegalArgumentException("the floor must be 0 or more nats, not " + floor);
    }
  }

  /** ln of the compute at which a loss is reached, but for a constant; infinite at the floor. */
  double lnCompute(double loss) {
    return loss > floor ? -Math.log(loss - floor) / exponent : Double.POSITIVE_INFINITY;
  }

  /** By how much ln C must rise for a loss to fall by one part in all of itself. */
  double lnComputePerRelativeLoss(double loss) {
    return loss / (exponent * (loss - floor));
  }
}
