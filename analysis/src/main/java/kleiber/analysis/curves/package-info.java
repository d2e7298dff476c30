/**
 * Learning curves, and the envelope below them.
 *
 * <p>Begin with {@link CurvesReader}, which reads a table with one row per point. A {@link Curve}
 * is what it makes of one run. {@link Envelope} is approach 1 of Hoffmann et al.
 * (arXiv:2203.15556): the lowest loss at every compute, and the size that had it.
 *
 * <p>The package knows {@code law}, {@code table} and the power lines of {@code isoflop}.
 *
 * <p>If a run was evaluated more than once, its curve is made of the evaluations alone. Otherwise
 * it is made of the losses of training batches, which are smoothed. The envelope is for runs with a
 * constant learning rate, or for many lengths of each size. While a rate is still to decay, a curve
 * lies above what a run that ends there would reach.
 */
package kleiber.analysis.curves;
