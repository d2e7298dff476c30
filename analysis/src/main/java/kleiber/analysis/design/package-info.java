/**
 * Which runs to train so that a larger one is predicted best, before any is trained.
 *
 * <p>Begin with {@link ExpectedError}: a law that is about right, the spread of single runs and a
 * list of runs tell how far off a prediction will be. {@link IsoFlopDesign} is such a list, {@link
 * DesignSearch} tries many of the same compute and ranks them, and {@link AssumedLaw} is the law
 * where nothing was fitted yet.
 *
 * <p>The package knows {@code law} and {@code fit}. What a design takes on a machine is {@code
 * sweeps}' to say.
 */
package kleiber.analysis.design;
