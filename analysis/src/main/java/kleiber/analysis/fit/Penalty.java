package kleiber.analysis.fit;

import java.util.Locale;
import kleiber.analysis.number.NumberStyle;

/** What a fit adds up over residuals r: ln(predicted) − ln(measured), or the difference in nats. */
public sealed interface Penalty {
  /** The penalty of a residual. */
  double value(double r);

  /** Its derivative. */
  double slope(double r);

  /** For people. */
  String describe();

  /** Whether residuals are differences in nats rather than of logarithms. */
  default boolean inNats() {
    return false;
  }

  /** r²/2 up to δ, then δ(|r| − δ/2) (Huber 1964; Hoffmann et al. use δ = 1e-3). */
  record Huber(double delta) implements Penalty {
    @Override
    public double value(double r) {
      double size = Math.abs(r);
      return size <= delta ? r * r / 2 : delta * (size - delta / 2);
    }

    @Override
    public double slope(double r) {
      return Math.max(-delta, Math.min(delta, r));
    }

    @Override
    public String describe() {
      return "sum of Huber(" + NumberStyle.POWER.text(delta) + ") on log residuals";
    }
  }

  /** r²/2. */
  record Squared() implements Penalty {
    @Override
    public double value(double r) {
      return r * r / 2;
    }

    @Override
    public double slope(double r) {
      return r;
    }

    @Override
    public String describe() {
      return "half the sum of squared log residuals";
    }
  }

  /**
   * |r| below the measurement and w·|r| above it, rounded off within ε so that it has a slope:
   * predictions that are too high cost more, since a run that was not trained well lies too high.
   *
   * @param over weight w of a prediction above the measurement
   * @param epsilon width of the rounding, in the typical loss
   */
  record Asymmetric(double over, double epsilon) implements Penalty {
    @Override
    public double value(double r) {
      double size = Math.abs(r);
      double rounded = size <= epsilon ? r * r / (2 * epsilon) : size - epsilon / 2;
      return (r > 0 ? over : 1) * rounded;
    }

    @Override
    public double slope(double r) {
      return (r > 0 ? over : 1) * Math.max(-1, Math.min(1, r / epsilon));
    }

    @Override
    public String describe() {
      return String.format(
          Locale.ROOT,
          "sum of absolute residuals in nats, predictions above the data times %.0f",
          over);
    }

    @Override
    public boolean inNats() {
      return true;
    }
  }
}
