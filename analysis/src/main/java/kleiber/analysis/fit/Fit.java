package kleiber.analysis.fit;

import java.util.Arrays;
import kleiber.analysis.law.Law;
import kleiber.analysis.law.Samples;
import kleiber.analysis.law.TradeOff;

/**
 * A fitted law.
 *
 * @param p internal parameters
 * @param centres of the samples it was fitted to
 * @param objective the sum that was minimised
 * @param converged whether the gradient test held
 * @param agreeing part of the polished starts that ended at this objective
 */
public record Fit(
    Law law, double[] p, double[] centres, double objective, boolean converged, double agreeing) {
  /** The parameters as published. */
  public double[] published() {
    return law.published(p, centres);
  }

  /** The loss of a law that allocates. */
  public TradeOff surface() {
    return law.surface(p, centres);
  }

  /** The loss at inputs in their own units. */
  public double predict(double... inputs) {
    return law.loss(p, centres, inputs);
  }

  /** The logarithm of the loss at each of some samples, of the centres that were fitted. */
  public double[] logLosses(Samples samples) {
    double[] gradient = new double[law.size()];
    return Arrays.stream(samples.logs())
        .mapToDouble(logs -> law.logLoss(p, logs, gradient))
        .toArray();
  }
}
