/**
 * Figures: an immutable description of what is drawn, one renderer to SVG, and PNG from that same
 * SVG.
 */
package kleiber.analysis.figure;
