package kleiber.analysis.report;

import kleiber.analysis.observations.Target;
import kleiber.analysis.uncertainty.Interval;

/**
 * How values of what is fitted are written: losses with three decimals, anything else with three
 * significant digits.
 */
record TargetWords(Target target) {
  String value(double value) {
    return target.isLoss() ? Words.loss(value) : Words.number(value);
  }

  String interval(Interval interval) {
    return value(interval.low()) + " to " + value(interval.high());
  }
}
