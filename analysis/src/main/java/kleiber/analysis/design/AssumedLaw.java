package kleiber.analysis.design;

import java.util.Optional;
import kleiber.analysis.fit.FloorPrior;
import kleiber.analysis.law.Law;

/**
 * What is assumed of runs that nobody has trained.
 *
 * @param law that will be fitted; its inputs are N and D
 * @param p its internal parameters, about right
 * @param centres of the logarithms of N and D
 * @param residual standard deviation of a run's ln loss from the law
 * @param floor what will be believed of the floor when the law is fitted
 * @param bend standard deviation of the curvature of ln loss in ln C that the law knows nothing of:
 *     no law is exactly right
 */
public record AssumedLaw(
    Law law,
    double[] p,
    double[] centres,
    double residual,
    Optional<FloorPrior> floor,
    double bend) {
  /** C = 6·N·D. */
  static final double FLOPS_PER_PARAM_AND_TOKEN = 6;

  /** Refuses a law that is not of N and D. */
  public AssumedLaw {
    if (!law.allocates()) {
      throw new IllegalArgumentException(law.id() + " is not a loss of N and D");
    }
  }

  /** ln loss at N and D, and its gradient by the parameters. */
  double logLoss(double[] point, double[] gradient) {
    double[] x = {Math.log(point[0]) - centres[0], Math.log(point[1]) - centres[1]};
    return law.logLoss(p, x, gradient);
  }

  /** The same with other noise. */
  public AssumedLaw withResidual(double other) {
    return new AssumedLaw(law, p, centres, other, floor, bend);
  }

  /** N and D of the best model of so many FLOPs, C = 6·N·D. */
  public double[] best(double flops) {
    double n = bestSize(flops);
    return new double[] {n, flops / FLOPS_PER_PARAM_AND_TOKEN / n};
  }

  private double bestSize(double flops) {
    return Math.exp(
        law.surface(p, centres).logBestSize(Math.log(flops / FLOPS_PER_PARAM_AND_TOKEN), 1));
  }
}
