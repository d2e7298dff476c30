/**
 * The figures of a fit.
 *
 * <p>Begin with {@link Gallery}: which figures there are, and how they become files. Each other
 * class turns a report and its runs into one figure, and {@link RunPoints} is how all of them show
 * runs. The package knows {@code figure}, and {@code study} with what a {@code FitReport} is made
 * of.
 */
package kleiber.analysis.gallery;
