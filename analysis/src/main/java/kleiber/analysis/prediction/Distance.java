package kleiber.analysis.prediction;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kleiber.analysis.law.Input;
import kleiber.analysis.uncertainty.Interval;

/**
 * How far a prediction lies beyond what was fitted.
 *
 * @param computeRatio its compute over the largest fitted; NaN where unknown
 * @param label in words, of compute and of every input outside its range
 */
public record Distance(double computeRatio, String label) {
  /** Steps are whole, so runs of one budget or size differ a little. */
  private static final double SAME = 1.05;

  /**
   * The distance of a point from a fit.
   *
   * @param point values of the law's inputs and of C; a NaN is unknown
   * @param range what was fitted of the same
   */
  public static Distance of(Map<Input, Double> point, Map<Input, Interval> range) {
    List<String> outside = new ArrayList<>();
    double farthest = 1;
    for (Map.Entry<Input, Interval> fitted : range.entrySet()) {
      double value = point.getOrDefault(fitted.getKey(), Double.NaN);
      double above = value / fitted.getValue().high();
      double below = fitted.getValue().low() / value;
      if (above > SAME) {
        outside.add(
            String.format(Locale.ROOT, "%s %.3g times the largest", fitted.getKey(), above));
      } else if (below > SAME) {
        outside.add(
            String.format(Locale.ROOT, "%s 1/%.3g of the smallest", fitted.getKey(), below));
      }
      farthest = Math.max(farthest, Math.max(above, below));
    }
    double computeRatio =
        range.containsKey(Input.C)
            ? point.getOrDefault(Input.C, Double.NaN) / range.get(Input.C).high()
            : Double.NaN;
    if (outside.isEmpty()) {
      return new Distance(computeRatio, "interpolation: inside the range that was fitted");
    }
    String how =
        farthest <= 10 ? "near" : farthest <= 100 ? "far" : "very far: trust the interval less";
    return new Distance(
        computeRatio,
        "extrapolation, %s (%s)".formatted(String.join(", ", outside) + " fitted", how));
  }
}
