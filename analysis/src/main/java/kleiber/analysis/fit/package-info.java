/**
 * Finds the parameters of a law.
 *
 * <p>Begin with {@link Fitter}, which descends from many starts; a {@link Fit} is what it finds.
 * What is minimised is a {@link Criterion}: a {@link Penalty} of residuals, and where the user
 * gives one a {@link FloorPrior}. {@link Problem} is that sum over some samples, and {@link
 * Descent} goes down it.
 *
 * <p>The package knows {@code law} and how numbers are written. It knows no table and no file.
 *
 * <p>{@link Descent} starts again from a fresh matrix when progress ends before the gradient is
 * small. Descents that only watched the objective have spoiled published fits (Besiroglu et al.,
 * arXiv:2404.10102). What is random is seeded. Two kinds of {@link Penalty} compare logarithms, one
 * compares nats.
 */
package kleiber.analysis.fit;
