/**
 * The report of a sweep: what its files say is gathered into {@link
 * kleiber.analysis.report.Findings}, and each part of the page is a class that turns these into
 * HTML.
 */
package kleiber.analysis.report;
