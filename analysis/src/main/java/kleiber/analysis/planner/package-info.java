/**
 * What to train for a budget of FLOPs, hours or money.
 *
 * <p>Begin with {@link ModelPlan}, which puts everything about a {@link PlanBudget} together:
 * intervals, the shape of the model, smaller models, inference, repeated tokens. {@link NextRun}
 * says which further runs would narrow the prediction most. {@link PredictedModel} is the best
 * model of one budget or size alone, as a {@link WantedModel} asks for it.
 *
 * <p>The package knows {@code law}, {@code uncertainty} and {@code prediction}. What shapes models
 * have it asks of {@link ModelShapes}, which the commands provide.
 *
 * <p>"C FLOPs" always means FLOPs as the table counted them, which need not be 6ND: {@link
 * kleiber.analysis.law.FlopCount}. A law whose loss does not fall with both N and D has no optimum,
 * and no plan. Sources: Kaplan et al. (arXiv:2001.08361), Sardana et al. (arXiv:2401.00448).
 */
package kleiber.analysis.planner;
