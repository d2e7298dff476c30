package kleiber.analysis.study;

import java.util.Map;
import kleiber.analysis.uncertainty.Interval;
import kleiber.analysis.uncertainty.Rollout;
import kleiber.core.foreign.MayBeMissing;

/**
 * A law fitted to runs, in short: to stand beside other laws of the same inputs.
 *
 * @param law its name
 * @param formula for people
 * @param parameters as published, with a and b where it has them
 * @param intervals on these
 * @param converged whether its objective could fall no further
 * @param residualSd spread of runs about it, in ln(fitted quantity)
 * @param aicc Akaike's criterion for small samples; NaN with too few runs for it
 * @param rollout its error on the most expensive runs when fitted without them; null where too few
 */
public record LawResult(
    String law,
    String formula,
    Map<String, Double> parameters,
    Map<String, Interval> intervals,
    boolean converged,
    double residualSd,
    double aicc,
    @MayBeMissing Rollout rollout) {}
