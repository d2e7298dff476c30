package kleiber.analysis.batch;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import kleiber.analysis.batch.CriticalBatches.ByLoss;
import kleiber.analysis.batch.CriticalBatches.Estimate;
import kleiber.analysis.uncertainty.Interval;
import org.hipparchus.stat.StatUtils;

/**
 * B_crit = B_*·L^(−1/α_B) (Kaplan et al., arXiv:2001.08361, equation 5.3): the line of ln B_crit in
 * ln L through all sizes and losses. Each counts by one over the variance of its refits, since a
 * hyperbola through few batches says little.
 */
final class LossLaw {
  /** Variance of ln B_crit below which hyperbolas count alike: 1 %, squared. */
  private static final double LEAST_VARIANCE = 1e-4;

  private final List<Place> places;
  private final double[] weights;
  private final double level;

  /**
   * A critical batch at a loss.
   *
   * @param lnBatch as fitted
   * @param refits the same of every draw; a draw is the same of all places
   */
  record Place(double lnLoss, double lnBatch, double[] refits) {}

  private record Line(double intercept, double slope) {}

  LossLaw(List<Place> places, double level) {
    this.places = places;
    this.weights =
        places.stream()
            .mapToDouble(place -> 1 / (LEAST_VARIANCE + StatUtils.variance(place.refits)))
            .toArray();
    this.level = level;
  }

  ByLoss estimate() {
    Line fitted = line(Place::lnBatch);
    Line[] drawn =
        IntStream.range(0, places.get(0).refits.length)
            .mapToObj(draw -> line(place -> place.refits[draw]))
            .toArray(Line[]::new);
    double[] stars = IntStream.range(0, drawn.length).mapToDouble(i -> star(drawn[i])).toArray();
    // Where a draw's batch falls with the loss, α_B has gone beyond infinity.
    double[] alphas =
        IntStream.range(0, drawn.length)
            .mapToDouble(
                i -> drawn[i].slope >= 0 && fitted.slope < 0 ? Double.MAX_VALUE : alpha(drawn[i]))
            .toArray();
    return new ByLoss(
        new Estimate(star(fitted), Interval.central(stars, level)),
        new Estimate(alpha(fitted), Interval.central(alphas, level)));
  }

  private static double star(Line line) {
    return Math.exp(line.intercept);
  }

  private static double alpha(Line line) {
    return -1 / line.slope;
  }

  private Line line(ToDoubleFunction<Place> lnBatch) {
    double weight = 0;
    double x = 0;
    double y = 0;
    for (int i = 0; i < weights.length; i++) {
      weight += weights[i];
      x += weights[i] * places.get(i).lnLoss;
      y += weights[i] * lnBatch.applyAsDouble(places.get(i));
    }
    x /= weight;
    y /= weight;
    double xx = 0;
    double xy = 0;
    for (int i = 0; i < weights.length; i++) {
      double from = places.get(i).lnLoss - x;
      xx += weights[i] * from * from;
      xy += weights[i] * from * (lnBatch.applyAsDouble(places.get(i)) - y);
    }
    return new Line(y - xy / xx * x, xy / xx);
  }
}
