package kleiber.analysis.compare;

import java.math.BigDecimal;
import java.math.MathContext;
import kleiber.analysis.number.NumberStyle;
import kleiber.analysis.uncertainty.Interval;
import kleiber.core.Count;

/**
 * A comparison in plain words, for the terminal and for the report.
 *
 * @param comparison what was found
 */
public record VerdictWords(Comparison comparison) {
  /** 1.13 (90 % interval 1.05 to 1.22). */
  public String estimate(Comparison.Estimate estimate) {
    return times(estimate.value()) + " (" + interval(estimate) + ")";
  }

  /** 90 % interval 1.05 to 1.22. */
  public String interval(Comparison.Estimate estimate) {
    Interval interval = estimate.interval();
    return interval.isKnown()
        ? level()
            + " interval "
            + (Double.isInfinite(interval.high())
                ? times(interval.low()) + " or more"
                : interval.ends(estimate.value(), VerdictWords::times))
        : "no interval: nothing is known of the noise";
  }

  /** A gain with three decimals; a word where there is no end to it. */
  public static String times(double gain) {
    if (Double.isInfinite(gain)) {
      return "without end";
    }
    return gain >= 0.1 && gain < 100
        ? NumberStyle.PLAIN.text(gain, 1e-3)
        : NumberStyle.SIGNIFICANT.text(gain);
  }

  private String level() {
    return new BigDecimal(100 * comparison.level())
            .round(new MathContext(4))
            .stripTrailingZeros()
            .toPlainString()
        + " %";
  }

  /** The verdict in a few words: better, worse, or not told apart by so many seeds. */
  public String verdict() {
    return words(comparison.verdict());
  }

  private String words(Verdict verdict) {
    return switch (verdict) {
      case BETTER -> "better";
      case WORSE -> "worse";
      case NOT_TOLD_APART ->
          "not told apart by "
              + Count.of(comparison.seeds(), "seed")
              + " at "
              + Count.of(comparison.sizes().size(), "size");
      case NOISE_UNKNOWN -> "no verdict, since nothing is known of the noise";
    };
  }

  /** What it means, as a sentence. */
  public String sentence() {
    Comparison.Estimate gain = comparison.gain();
    String compute =
        Double.isInfinite(gain.value())
            ? "no compute brings " + comparison.base() + " to the losses of " + comparison.variant()
            : comparison.base()
                + " would take "
                + times(gain.value())
                + " times the compute that "
                + comparison.variant()
                + " took for the same loss";
    return compute
        + " ("
        + interval(gain)
        + "), each at its own best hyperparameters as far as they were tried.";
  }

  /** How large a gain has to be to be told from none; empty where that was. */
  public String resolution() {
    Interval interval = comparison.gain().interval();
    if (comparison.verdict() != Verdict.NOT_TOLD_APART || !(interval.low() > 0)) {
      return "";
    }
    double half = Math.sqrt(interval.high() / interval.low());
    return Double.isInfinite(half)
        ? ""
        : "so many seeds and sizes tell a gain above "
            + times(half)
            + " or below "
            + times(1 / half)
            + " from none; more of either tell smaller ones";
  }

  /** How the gain goes with compute. */
  public String trend() {
    Interval trend = comparison.trend().interval();
    if (comparison.sizes().size() < 2) {
      return "one size shows no trend";
    }
    String by =
        "times "
            + times(comparison.trend().value())
            + " with ten times the compute ("
            + interval(comparison.trend())
            + ")";
    if (!trend.isKnown()) {
      return by;
    }
    return by
        + (trend.low() > 1
            ? ": it grows"
            : trend.high() < 1 ? ": it shrinks" : ": not told from even");
  }

  /** The gain in time, apart; empty where speeds are not known. */
  public String wallClock() {
    return Double.isNaN(comparison.wallClock().value())
        ? ""
        : estimate(comparison.wallClock())
            + ": by the clock "
            + words(comparison.wallClockVerdict());
  }

  /** The gain at the target; empty where none was asked for. */
  public String projection() {
    Comparison.Projection at = comparison.projection();
    return at == null
        ? ""
        : estimate(at.gain())
            + " at "
            + NumberStyle.POWER.text(at.flops())
            + " FLOPs, "
            + NumberStyle.SIGNIFICANT.text(at.beyond())
            + " times the most that was trained, if the line goes on";
  }
}
