/**
 * A fit with everything that is found beside it.
 *
 * <p>Begin with {@link FitStudy}: from {@link Evidence}, the runs and what is known of them, to a
 * {@link FitReport}. The report holds the fitted law, its parameters ({@link ParameterEstimate}),
 * how sure they are ({@link Confidence}) and what else the runs say ({@link Checks}). {@link
 * LawChoice} goes before it, from the name of a law to the law itself, and so does {@link
 * RunsFile}, from a table on disk to evidence.
 *
 * <p>The package knows all that finds something: {@code fit}, {@code isoflop}, {@code curves},
 * {@code uncertainty} and {@code prediction}. Figures, LaTeX, the report, the file and the commands
 * read the {@link FitReport}.
 */
package kleiber.analysis.study;
