package kleiber.analysis.curves;

import java.util.ArrayList;
import java.util.List;
import kleiber.analysis.isoflop.PowerLine;
import kleiber.core.foreign.MayBeMissing;

/**
 * Approach 1 of Hoffmann et al. (arXiv:2203.15556, section 3.1): at every compute the learning
 * curve with the lowest loss, then its size as a power of compute. Points where the smallest or the
 * largest size is best are left out of the power, since a size that was not trained might have been
 * better. The curves of a decaying learning rate lie above what runs that end there would reach, so
 * this approach is for runs with a constant rate or for many lengths of each size.
 *
 * @param points along the envelope, cheapest first, where at least two sizes were tried
 * @param size N* = k·C^a through the points that are not at an end of the sizes; null where fewer
 *     than two sizes are left
 * @param loss L = k·C^a through all points; null from fewer than two
 * @param warnings in words, the kind first
 */
public record Envelope(
    List<Point> points,
    @MayBeMissing PowerLine size,
    @MayBeMissing PowerLine loss,
    List<String> warnings) {
  private static final int BUDGETS = 200;

  /**
   * One point.
   *
   * @param flops compute
   * @param n parameters of the best run
   * @param loss of the best run, in nats per token
   * @param run its id
   * @param inner whether sizes on both sides were tried at this compute
   */
  public record Point(double flops, double n, double loss, String run, boolean inner) {}

  /** The envelope of {@code curves}; null where no two of different size overlap. */
  public static Envelope of(List<Curve> curves) {
    double from = curves.stream().mapToDouble(Curve::firstFlops).min().orElse(1);
    double to = curves.stream().mapToDouble(Curve::lastFlops).max().orElse(1);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < BUDGETS; i++) {
      Point point = best(curves, from * Math.pow(to / from, i / (BUDGETS - 1.0)));
      if (point != null) {
        points.add(point);
      }
    }
    if (points.isEmpty()) {
      return null;
    }
    List<Point> inner = points.stream().filter(Point::inner).toList();
    long sizes = inner.stream().mapToDouble(Point::n).distinct().count();
    List<String> warnings = new ArrayList<>();
    if (sizes < 3) {
      warnings.add(
          "envelope: only "
              + sizes
              + " size(s) are best with smaller and larger ones beside them; train more sizes to"
              + " compute that overlaps");
    }
    PowerLine size =
        sizes < 2
            ? null
            : PowerLine.through(inner.stream().map(p -> new double[] {p.flops, p.n}).toList());
    return new Envelope(
        points,
        size,
        PowerLine.through(points.stream().map(p -> new double[] {p.flops, p.loss}).toList()),
        warnings);
  }

  /** The best run at one compute; null where fewer than two sizes were tried there. */
  private static Point best(List<Curve> curves, double flops) {
    Curve best = null;
    double lowest = Double.POSITIVE_INFINITY;
    double smallest = Double.POSITIVE_INFINITY;
    double largest = 0;
    for (Curve curve : curves) {
      double loss = curve.lossAt(flops);
      if (Double.isNaN(loss)) {
        continue;
      }
      smallest = Math.min(smallest, curve.n());
      largest = Math.max(largest, curve.n());
      if (loss < lowest) {
        lowest = loss;
        best = curve;
      }
    }
    if (best == null || smallest == largest) {
      return null;
    }
    boolean inner = best.n() > smallest && best.n() < largest;
    return new Point(flops, best.n(), lowest, best.run(), inner);
  }
}
