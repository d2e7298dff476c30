package kleiber.analysis.curves;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import kleiber.analysis.table.Run;
import kleiber.core.KleiberException;

/**
 * The learning curve of one run.
 *
 * @param run its id
 * @param n parameters
 * @param points in order of training
 */
public record Curve(String run, double n, List<Point> points) {
  /** Sizes without embeddings are smaller, but not by this much: k, M and B are. */
  private static final double OTHER_UNIT = 300;

  /**
   * A point of a curve.
   *
   * @param flops training FLOPs spent so far
   * @param tokens seen so far; NaN where the table does not say
   * @param loss in nats per token
   */
  public record Point(double flops, double tokens, double loss) {}

  /**
   * The loss when {@code flops} were spent, interpolated on log axes; NaN before the first and
   * after the last point.
   */
  public double lossAt(double flops) {
    for (int i = 1; i < points.size(); i++) {
      Point from = points.get(i - 1);
      Point to = points.get(i);
      if (flops >= from.flops && flops <= to.flops) {
        double part =
            to.flops > from.flops
                ? Math.log(flops / from.flops) / Math.log(to.flops / from.flops)
                : 1;
        return from.loss * Math.pow(to.loss / from.loss, part);
      }
    }
    return Double.NaN;
  }

  /**
   * The curve through at most {@code most} of its points, its first and last among them, spread
   * evenly over the logarithm of compute.
   */
  public Curve thinned(int most) {
    if (points.size() <= most) {
      return this;
    }
    List<Point> kept = new ArrayList<>();
    double span = Math.log(lastFlops() / firstFlops());
    int filled = -1;
    for (Point point : points.subList(0, points.size() - 1)) {
      int bin = (int) (Math.log(point.flops / firstFlops()) / span * (most - 1));
      if (bin > filled) {
        kept.add(point);
        filled = bin;
      }
    }
    kept.add(points.get(points.size() - 1));
    return new Curve(run, n, kept);
  }

  /**
   * Those of {@code curves} whose run is one of {@code runs}.
   *
   * @throws KleiberException where a run's size is in another unit than its curve's
   */
  public static List<Curve> of(List<Run> runs, List<Curve> curves) {
    Map<String, Double> sizes =
        runs.stream().collect(Collectors.toMap(Run::id, Run::n, (first, same) -> first));
    List<Curve> found = curves.stream().filter(curve -> sizes.containsKey(curve.run)).toList();
    found.forEach(curve -> curve.requireUnit(sizes.get(curve.run)));
    return found;
  }

  private void requireUnit(double sizeInTable) {
    if (Math.max(n / sizeInTable, sizeInTable / n) > OTHER_UNIT) {
      throw KleiberException.usage(
          String.format(
              Locale.ROOT,
              "run %s has %.3g parameters in its learning curve and %.3g in the table; give both in"
                  + " one unit, or leave the curves out",
              run,
              n,
              sizeInTable));
    }
  }

  /** The compute of the first point. */
  public double firstFlops() {
    return points.get(0).flops;
  }

  /** The compute of the last point. */
  public double lastFlops() {
    return points.get(points.size() - 1).flops;
  }
}
