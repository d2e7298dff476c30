/**
 * Training examples as plain arrays of integers, before any backend sees them.
 *
 * <p>Begin with {@link Field}, the list of what an example may hold: tokens, targets, lengths and
 * so on. A {@link BatchLayout} says which of these fields a sequence has, and how many integers
 * each takes. A {@link Batch} is the memory: one array [B, columns] for each field, row by row.
 *
 * <p>Data and objectives fill batches, an engine deals them out to its lanes, and models read them.
 * The package itself knows nothing but the exceptions of {@code kleiber.core}.
 *
 * <p>A target of −1, {@link Field#IGNORED}, means that nothing is to be predicted there. Kernels
 * trust the integers they look up by. So every batch passes {@link IndexRanges} before it reaches a
 * backend.
 */
package kleiber.lm.batch;
