/**
 * Tables of runs, from any source and in any unit, as numbers that a law can be fitted to.
 *
 * <p>Begin with {@link TableFile}, from a file to a {@link Table}, and {@link TableReader}, from
 * that to {@link Observations}. {@link Columns} finds out which column holds what, and in which
 * unit. A {@link Run} is one trained model. {@link BestRuns} picks runs where several differ in
 * something that the law does not know.
 *
 * <p>The package knows the inputs of {@code law}, of {@code core} how files, CSV and quantities are
 * read, and from {@code kleiber.record.table} the names of the columns that a sweep writes.
 *
 * <p>Losses become nats, and counts become single parameters, tokens and FLOPs. No run is left out
 * in silence: either it is listed with the reason, or an error names its row and column. Held-out
 * runs are kept apart and are never fitted. How parameters and FLOPs are counted is a {@link
 * Convention}, which moves exponents (Porian et al., arXiv:2406.19146).
 */
package kleiber.analysis.table;
