package kleiber.analysis.study;

import java.util.Map;
import kleiber.analysis.table.Convention;
import kleiber.core.foreign.MayBeMissing;

/** A refit: parameters of the law, with a and b, and a of approach 2 where there are budgets. */
public record ConventionFit(
    Convention convention, Map<String, Double> parameters, @MayBeMissing Double isoflopA) {}
