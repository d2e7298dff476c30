/**
 * The figures of a fit, and of a comparison.
 *
 * <p>Begin with {@link Gallery}: which figures there are, and how they become files. Each other
 * class turns a report and its runs into one figure, and {@link RunPoints} is how all of them show
 * runs. {@link GainFigures} are those of a comparison. The package knows {@code figure}, {@code
 * compare}, and {@code study} with what a {@code FitReport} is made of.
 */
package kleiber.analysis.gallery;
