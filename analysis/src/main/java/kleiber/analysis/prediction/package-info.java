/**
 * What a fitted law says of models that nobody trained.
 *
 * <p>Begin with {@link FittedLaw}: the law, its parameters with their refits ({@link InternalFit}),
 * and what else a prediction needs. A {@link Prediction} has two intervals, one for the value of
 * the law, and a wider one for the loss of a single new run. Several laws can be pooled, with
 * {@link LawWeights} by how they fit and how they predicted. {@link Distance} says how far beyond
 * the runs a prediction lies.
 *
 * <p>The package knows {@code law} and {@code uncertainty}. It knows no table, and not the file
 * from which a law may have been read. Sources: Burnham and Anderson (2002), Bates and Granger
 * (1969).
 */
package kleiber.analysis.prediction;
