/**
 * What sizes of activations at several widths say: {@link WidthSlope} and its interval, and {@link
 * CoordinateFigure}. The package knows figures and intervals, and no model.
 */
package kleiber.analysis.coordinate;
