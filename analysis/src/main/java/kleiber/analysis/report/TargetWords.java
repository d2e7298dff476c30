package kleiber.analysis.report;

import kleiber.analysis.table.FittedQuantity;
import kleiber.analysis.uncertainty.Interval;

/**
 * How values of what is fitted are written: losses with three decimals, anything else with three
 * significant digits.
 */
record TargetWords(FittedQuantity target) {
  String value(double value) {
    return target.isLoss() ? Phrases.loss(value) : Phrases.number(value);
  }

  String interval(Interval interval) {
    return value(interval.low()) + " to " + value(interval.high());
  }
}
