package kleiber.analysis.study;

import kleiber.analysis.uncertainty.Interval;

/** A held-out run: its predicted loss, the interval of a new run, and what was measured. */
public record Holdout(String run, double predicted, Interval interval, double measured) {}
