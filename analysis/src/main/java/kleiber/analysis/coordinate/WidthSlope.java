package kleiber.analysis.coordinate;

import java.util.List;
import kleiber.analysis.uncertainty.Interval;
import org.hipparchus.distribution.continuous.TDistribution;
import org.hipparchus.stat.descriptive.StreamingStatistics;
import org.hipparchus.stat.regression.SimpleRegression;

/**
 * How a size goes with the width: the slope of its logarithm against that of the width.
 *
 * @param slope mean over seeds
 * @param interval Student's, over seeds; NaN from one seed
 */
public record WidthSlope(double slope, Interval interval) {
  /**
   * The least-squares line of each seed, then their mean.
   *
   * @param sizes of each seed, in the order of the widths
   * @param level of the interval, such as 0.9
   */
  public static WidthSlope of(List<Integer> widths, List<double[]> sizes, double level) {
    StreamingStatistics slopes = new StreamingStatistics();
    for (double[] seed : sizes) {
      SimpleRegression line = new SimpleRegression();
      for (int i = 0; i < seed.length; i++) {
        line.addData(Math.log(widths.get(i)), Math.log(seed[i]));
      }
      slopes.addValue(line.getSlope());
    }
    double mean = slopes.getMean();
    long seeds = slopes.getN();
    double reach = Double.NaN;
    if (seeds > 1) {
      double t = new TDistribution(seeds - 1).inverseCumulativeProbability((1 + level) / 2);
      reach = t * slopes.getStandardDeviation() / Math.sqrt(seeds);
    }
    return new WidthSlope(mean, new Interval(mean - reach, mean + reach));
  }
}
