/**
 * Optima read off the runs themselves: the best size at each budget, and the best value of a
 * hyperparameter.
 *
 * <p>Begin with {@link IsoFlop}, approach 2 of Hoffmann et al. (arXiv:2203.15556). {@link Budgets}
 * puts runs of equal compute together. {@link Valley} finds the lowest loss among them, by a
 * parabola and by a spline. {@link BestValues} does the same for learning rates or batches.
 *
 * <p>The package knows {@code law}, {@code table} and {@code fit}, since the optimum of the fitted
 * law stands beside each parabola.
 *
 * <p>A budget counts only with four different sizes or more. A parabola is biased where α ≠ β, and
 * more so over a wider range of sizes. This is why a spline and the law stand beside it. An optimum
 * outside the sizes that were tried does not count.
 */
package kleiber.analysis.isoflop;
