package kleiber.lm.training;

/**
 * What a step found.
 *
 * @param lossNats mean loss of the batch before the update
 * @param gradNorm global norm of the gradients before clipping
 */
public record Step(double lossNats, double gradNorm) {
  /** Whether both are numbers; if not, nothing was updated. */
  public boolean isFinite() {
    return Double.isFinite(lossNats) && Double.isFinite(gradNorm);
  }
}
