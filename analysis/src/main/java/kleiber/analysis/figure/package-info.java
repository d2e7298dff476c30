/**
 * Figures, whatever they show.
 *
 * <p>Begin with {@link Figure}, an immutable description of what is drawn: two of {@link PlotAxis}
 * and a list of {@link PlotMark}. {@link SvgRenderer} is the one renderer; {@link Png} and {@link
 * Pdf} are made from its SVG. The package knows how numbers are written, and no law.
 */
package kleiber.analysis.figure;
