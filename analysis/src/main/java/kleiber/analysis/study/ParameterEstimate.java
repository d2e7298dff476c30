package kleiber.analysis.study;

import java.util.Map;

/**
 * What was found.
 *
 * @param penalty the objective in words
 * @param parameters as published, and allocation exponents a and b where there are any
 * @param objective the sum that was minimised
 * @param objectivePerRun that sum over the number of runs
 */
public record ParameterEstimate(
    String penalty, Map<String, Double> parameters, double objective, double objectivePerRun) {}
