package kleiber.analysis.compare;

import java.util.List;
import kleiber.analysis.uncertainty.Interval;
import kleiber.core.foreign.MayBeMissing;

/**
 * A variant against its base.
 *
 * @param base its name
 * @param variant its name
 * @param level of every interval, such as 0.9
 * @param seeds of each size, at least
 * @param paired whether both had the same seeds, and were compared seed by seed
 * @param law of the base's loss over its ladder: the middle of those that its runs allow
 * @param lawGiven whether it was given and not fitted
 * @param floor the interval of the law's floor, one value where it was given
 * @param exponent the same of its exponent
 * @param sizes gains at each size, cheapest first
 * @param gain in compute in the middle of the ladder, by a line through all sizes: the verdict is
 *     on this
 * @param wallClock the same in time; NaN where speeds are not known
 * @param trend by how much the gain is multiplied with ten times the compute; 1 of a single size
 * @param projection the gain at a target, null where none was asked for
 * @param freedom degrees of freedom of the noise; 0 where nothing is known of it
 * @param verdict on the gain in compute
 * @param wallClockVerdict on the gain in time
 * @param notes what a reader should know, in words
 * @param warnings what makes the numbers doubtful, in words
 */
public record Comparison(
    String base,
    String variant,
    double level,
    int seeds,
    boolean paired,
    FloorLaw law,
    boolean lawGiven,
    Interval floor,
    Interval exponent,
    List<SizeGain> sizes,
    Estimate gain,
    Estimate wallClock,
    Estimate trend,
    @MayBeMissing Projection projection,
    int freedom,
    Verdict verdict,
    Verdict wallClockVerdict,
    List<String> notes,
    List<String> warnings) {
  /**
   * A number and its interval.
   *
   * @param value infinite where the variant has reached the base's floor
   * @param interval of {@link #level}; both ends NaN where nothing is known of the noise
   */
  public record Estimate(double value, Interval interval) {}

  /**
   * One size of both.
   *
   * @param base the base there
   * @param variant the variant there
   * @param gain in compute
   * @param wallClock in time; NaN where a speed is not known
   */
  public record SizeGain(Rung base, Rung variant, Estimate gain, Estimate wallClock) {}

  /**
   * The gain where nobody has trained.
   *
   * @param flops compute of the variant
   * @param beyond over the most that was trained
   * @param gain there, if the line goes on
   */
  public record Projection(double flops, double beyond, Estimate gain) {}
}
