/**
 * The report of a sweep as one page of HTML.
 *
 * <p>Begin with {@link Report}, which gathers what the files say into {@link Findings} and writes
 * the folder. {@link Page} is the frame; each part of it is a class that turns the findings into
 * HTML, {@link Summary} first. {@link ComparisonReport} is the same for a comparison. The package
 * knows {@code study}, {@code file}, {@code gallery} and, for what the runs say of themselves,
 * {@code kleiber.record}.
 */
package kleiber.analysis.report;
