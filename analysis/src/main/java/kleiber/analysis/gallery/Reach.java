package kleiber.analysis.gallery;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import kleiber.analysis.figure.PlotAxis;
import kleiber.analysis.number.NumberStyle;

/**
 * An axis that shows a band as well as what it is a band of. A band so wide that the rest would
 * shrink to a line is cut, and the figure says so.
 *
 * @param axis for the figure
 * @param cut whether the band goes on beyond it
 */
record Reach(PlotAxis axis, boolean cut) {
  /** The axis goes so many times beyond lines and points to show a band, and no further. */
  private static final double MOST = 100;

  static Reach log(String label, NumberStyle numbers, DoubleStream lines, DoubleStream band) {
    double[] shown = lines.filter(v -> v > 0 && Double.isFinite(v)).toArray();
    double least = Arrays.stream(shown).min().orElse(1) / MOST;
    double most = Arrays.stream(shown).max().orElse(1) * MOST;
    double[] ends = band.toArray();
    boolean cut = Arrays.stream(ends).anyMatch(end -> !(end >= least && end <= most));
    DoubleStream within = Arrays.stream(ends).map(end -> Math.max(least, Math.min(most, end)));
    return new Reach(
        PlotAxis.log(label, numbers, DoubleStream.concat(Arrays.stream(shown), within)), cut);
  }

  /** What to add to the caption. */
  String note() {
    return cut ? " The interval goes on beyond the figure." : "";
  }
}
