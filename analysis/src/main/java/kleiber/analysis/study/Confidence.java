package kleiber.analysis.study;

import java.util.List;
import java.util.Map;
import kleiber.analysis.uncertainty.Diagnostics;
import kleiber.analysis.uncertainty.Interval;

/**
 * How sure a fit is.
 *
 * @param intervals on the parameters, and on allocation exponents a and b where there are any
 * @param diagnostics how far to trust it
 * @param warnings in words
 */
public record Confidence(
    Map<String, Interval> intervals, Diagnostics diagnostics, List<String> warnings) {}
