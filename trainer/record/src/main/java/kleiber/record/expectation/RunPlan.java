package kleiber.record.expectation;

/**
 * What is known of a run before it begins.
 *
 * @param params parameters of the model
 * @param tokensPerStep its batch; NaN where it grows
 * @param rates the learning rate of each step, from the first on
 */
public record RunPlan(double params, double tokensPerStep, double[] rates) {}
