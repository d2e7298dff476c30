/**
 * Fits a law to runs, and gathers everything that was found into one report.
 *
 * <p>Begin with {@link Fitter}, which finds the parameters from many starts. {@link FitStudy} adds
 * intervals, checks and warnings. {@link FitReport} is the result and the file {@code fit.json},
 * from which predictions and plans are made later without the runs.
 *
 * <p>The package knows {@code law}, {@code observations}, {@code curves} and {@code json}. It and
 * {@code isoflop}, {@code planner} and {@code uncertainty} know each other, since a report holds
 * what these three find and they need the fit. Figures, LaTeX, the report and the commands read the
 * {@link FitReport}.
 *
 * <p>{@link Descent} starts again from a fresh matrix when progress ends before the gradient is
 * small. What it minimises is a {@link Criterion}: a {@link Penalty} of residuals, and where the
 * user gives one a {@link FloorPrior}. Descents that only watched the objective have spoiled
 * published fits (Besiroglu et al., arXiv:2404.10102). What is random is seeded. Two kinds of
 * {@link Penalty} compare logarithms, one compares nats.
 */
package kleiber.analysis.fit;
