/**
 * What to train for a budget of FLOPs, hours or money.
 *
 * <p>Begin with {@link Allocation}, the best N and D for a number of FLOPs. {@link Plan} puts
 * everything about a budget together: intervals, the shape of the model, smaller models, inference,
 * repeated tokens. {@link NextRun} says which further runs would narrow the prediction most.
 *
 * <p>The package knows {@code law}, {@code observations} and {@code uncertainty}. It and {@code
 * fit} know each other: a plan is made from a fit, and a fit reports the exponents of {@link
 * Allocation}. The trainer's {@code model}, {@code config} and {@code recipe} provide shapes of
 * models. Figures and commands use it.
 *
 * <p>"C FLOPs" always means FLOPs as the table counted them, which need not be 6ND: {@link
 * kleiber.analysis.observations.FlopCount}. A law whose loss does not fall with both N and D has no
 * optimum, and no plan. Sources: Kaplan et al. (arXiv:2001.08361), Sardana et al.
 * (arXiv:2401.00448).
 */
package kleiber.analysis.planner;
