package kleiber.analysis.report;

import java.util.List;
import kleiber.analysis.figure.Figure;
import kleiber.analysis.fit.FitReport;

/**
 * A law with all that is shown of it.
 *
 * @param report the fit
 * @param figures its gallery
 */
record FittedLaw(FitReport report, List<Figure> figures) {}
