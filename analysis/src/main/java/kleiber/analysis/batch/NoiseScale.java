package kleiber.analysis.batch;

import java.util.List;
import kleiber.core.KleiberException;

/**
 * The simple gradient noise scale tr(Σ)/|G|², the batch beyond which more sequences per step help
 * little (McCandlish et al., arXiv:1812.06162, appendix A.1). Norms of gradients at two batch sizes
 * give unbiased estimates of |G|² and tr(Σ); these are averaged apart before they are divided,
 * since each alone is noisy and their ratio is biased.
 *
 * @param squaredGradient mean estimate of |G|²
 * @param trace mean estimate of tr(Σ), in |G|² times the unit of the batches
 */
public record NoiseScale(double squaredGradient, double trace) {
  /**
   * Norms of the gradient of the same parameters.
   *
   * @param small |G| over the small batch
   * @param big |G| over the big batch
   */
  public record Norms(double small, double big) {}

  /**
   * The noise scale of measurements.
   *
   * @param smallBatch in sequences or tokens
   * @param bigBatch in the same unit
   * @throws KleiberException unless the batches are positive and {@code bigBatch} is the larger
   */
  public static NoiseScale of(double smallBatch, double bigBatch, List<Norms> measurements) {
    if (!(smallBatch > 0 && bigBatch > smallBatch) || measurements.isEmpty()) {
      throw KleiberException.usage(
          "the gradient noise scale needs measurements at two batch sizes, the second larger than"
              + " the first; got "
              + measurements.size()
              + " at "
              + smallBatch
              + " and "
              + bigBatch);
    }
    double gradient = 0;
    double trace = 0;
    for (Norms norms : measurements) {
      double small = norms.small * norms.small;
      double big = norms.big * norms.big;
      gradient += (bigBatch * big - smallBatch * small) / (bigBatch - smallBatch);
      trace += (small - big) / (1 / smallBatch - 1 / bigBatch);
    }
    return new NoiseScale(gradient / measurements.size(), trace / measurements.size());
  }

  /** B_simple in the unit of the batches; NaN where noise hides the gradient or its spread. */
  public double batch() {
    return squaredGradient > 0 && trace > 0 ? trace / squaredGradient : Double.NaN;
  }
}
