package kleiber.analysis.planner;

import java.util.Locale;

/**
 * How far a prediction lies beyond what was fitted.
 *
 * @param computeRatio its compute over the largest fitted; NaN where unknown
 * @param label in words
 */
public record Distance(double computeRatio, String label) {
  /** The distance of {@code flops} from a fit up to {@code largest}. */
  public static Distance of(double flops, double largest) {
    double ratio = flops / largest;
    String label;
    if (Double.isNaN(ratio)) {
      label = "compute unknown";
    } else if (ratio <= 1) {
      label = "interpolation: inside the compute that was fitted";
    } else {
      String how =
          ratio <= 10 ? "near" : ratio <= 100 ? "far" : "very far: trust the interval less";
      label =
          String.format(
              Locale.ROOT, "extrapolation, %.3g times the compute fitted (%s)", ratio, how);
    }
    return new Distance(ratio, label);
  }
}
