/**
 * How sure a fit is, and how far its predictions can be trusted.
 *
 * <p>Begin with {@link Bootstrap}, which fits the law again and again to runs drawn with
 * replacement. {@link Interval} and {@link Prediction} are made from these draws. {@link Rollout}
 * fits the cheaper runs and predicts the more expensive ones; {@link TrackRecord} does so at
 * several cuts, and says by how much intervals were too narrow. {@link Warnings} says in words what
 * is wrong.
 *
 * <p>The package knows {@code law} and {@code observations}, and {@code fit} for the fitting;
 * {@code fit} knows it in return. The planner, figures, LaTeX, the report and the commands use its
 * results.
 *
 * <p>Runs that differ by their seed alone are drawn together. A {@link Prediction} has two
 * intervals: one for the value of the law, and a wider one for the loss of a single new run.
 * Several laws can be pooled, with {@link LawWeights} by how they fit and how they predicted.
 * Sources: Efron and Tibshirani (1993), Hall et al. (1989), Burnham and Anderson (2002), Bates and
 * Granger (1969).
 */
package kleiber.analysis.uncertainty;
