/**
 * The figures of a fit.
 *
 * <p>Begin with {@link Gallery}: which figures there are, and how they become files. Each other
 * class turns a report and its runs into one figure, and {@link RunPoints} is how all of them show
 * runs. The package knows {@code study}, {@code curves} and {@code figure}.
 */
package kleiber.analysis.gallery;
