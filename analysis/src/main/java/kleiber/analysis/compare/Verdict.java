package kleiber.analysis.compare;

import kleiber.analysis.uncertainty.Interval;

/** What a comparison comes to. */
public enum Verdict {
  /** The whole interval of the gain lies above 1. */
  BETTER,
  /** The whole interval lies below 1. */
  WORSE,
  /** The interval holds 1. */
  NOT_TOLD_APART,
  /** Nothing is known of the noise, so there is no interval. */
  NOISE_UNKNOWN;

  /** The verdict on a gain with this interval. */
  static Verdict on(Interval gain) {
    if (!gain.isKnown()) {
      return NOISE_UNKNOWN;
    }
    return gain.low() > 1 ? BETTER : gain.high() < 1 ? WORSE : NOT_TOLD_APART;
  }
}
