package kleiber.analysis.batch;

import java.util.ArrayList;
import java.util.List;
import kleiber.analysis.uncertainty.Interval;
import kleiber.core.KleiberException;
import kleiber.core.random.SeededStream;

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
   * @param smallBatch in sequences or tokens
   * @param bigBatch in the same unit
   * @param small |G| over the small batch
   * @param big |G| over the big batch
   */
  public record Norms(double smallBatch, double bigBatch, double small, double big) {}

  /**
   * The noise scale of measurements.
   *
   * @throws KleiberException where there are none, or a small batch is not the smaller one
   */
  public static NoiseScale of(List<Norms> measurements) {
    if (measurements.isEmpty()) {
      throw KleiberException.usage(
          "the gradient noise scale needs a measurement, and there is none");
    }
    double gradient = 0;
    double trace = 0;
    for (Norms norms : measurements) {
      double smallBatch = norms.smallBatch;
      double bigBatch = norms.bigBatch;
      if (!(smallBatch > 0 && bigBatch > smallBatch)) {
        throw KleiberException.usage(
            "the gradient noise scale needs norms at two batch sizes, the second larger than the"
                + " first; got "
                + smallBatch
                + " and "
                + bigBatch);
      }
      double small = norms.small * norms.small;
      double big = norms.big * norms.big;
      gradient += (bigBatch * big - smallBatch * small) / (bigBatch - smallBatch);
      trace += (small - big) / (1 / smallBatch - 1 / bigBatch);
    }
    return new NoiseScale(gradient / measurements.size(), trace / measurements.size());
  }

  /**
   * Where {@link #batch} may lie: measurements are drawn again with replacement, each with both its
   * norms. A draw whose |G|² is not above 0 has no upper end.
   *
   * @param level such as 0.9
   */
  public static Interval interval(List<Norms> measurements, double level, int draws, long seed) {
    SeededStream random = SeededStream.of(seed, "noise scale");
    double[] batches = new double[draws];
    for (int draw = 0; draw < draws; draw++) {
      SeededStream stream = random.child(draw);
      List<Norms> drawn = new ArrayList<>();
      for (int i = 0; i < measurements.size(); i++) {
        drawn.add(measurements.get((int) stream.below(i, measurements.size())));
      }
      NoiseScale scale = of(drawn);
      batches[draw] =
          scale.squaredGradient > 0
              ? Math.max(0, scale.trace) / scale.squaredGradient
              : Double.MAX_VALUE;
    }
    return Interval.central(batches, level);
  }

  /** B_simple in the unit of the batches; NaN where noise hides the gradient or its spread. */
  public double batch() {
    return squaredGradient > 0 && trace > 0 ? trace / squaredGradient : Double.NaN;
  }
}
