package kleiber.app.quickstart;

import java.util.Locale;

/**
 * How wide an interval is to be expected, before anything is trained.
 *
 * @param residual standard deviation of a run's loss from the law, as a fraction
 * @param factor compute of the predicted run over the largest fitted
 */
record ExpectedInterval(double residual, double factor) {
  /** What single runs of the recipe deviate by. */
  static final double USUAL_RESIDUAL = 0.01;

  /** Of a standard normal: 90 % lie within. */
  private static final double Z = 1.645;

  /** What each factor of e in compute adds to the spread of one run. */
  private static final double GROWTH = 0.5;

  /** Half the width of the 90 % interval over the loss. */
  double halfWidth() {
    double law = GROWTH * Math.log(factor);
    return Z * residual * Math.sqrt(1 + law * law);
  }

  String words() {
    return String.format(Locale.ROOT, "±%.1f %% at %s times", 100 * halfWidth(), times(factor));
  }

  private static String times(double factor) {
    return String.format(Locale.ROOT, factor < 100 ? "%.3g" : "%.0f", factor);
  }
}
