/**
 * How sure a fit is.
 *
 * <p>Begin with {@link Bootstrap}, which fits the law again and again to runs drawn with
 * replacement; an {@link Interval} is made of such draws. {@link CutFits} fits the law to a part of
 * the runs: a {@link Rollout} to the cheaper ones, to predict the more expensive, and a {@link
 * TrackRecord} at several cuts, which says by how much intervals were too narrow. {@link
 * Diagnostics} looks at one fit, and {@link FitWarnings} says in words what is wrong.
 *
 * <p>The package knows {@code law}, {@code table} and {@code fit}.
 *
 * <p>Runs that differ by their seed alone are drawn together. Sources: Efron and Tibshirani (1993),
 * Hall et al. (1989).
 */
package kleiber.analysis.uncertainty;
