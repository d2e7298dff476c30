/**
 * Scaling laws, one record each: formula, gradient, units and source.
 *
 * <p>Begin with {@link Law}, the contract. {@link Chinchilla} is the example to follow. A {@link
 * LawParameter} says what each of its numbers is: floor, coefficient, exponent. {@link Samples} is
 * what laws are fitted to: logarithms of the inputs, less their means. {@link TradeOff} is what
 * laws of N and D have in common, and {@link Allocation} the best split of a budget that follows
 * from it in closed form, with FLOPs as a table counts them ({@link FlopCount}).
 *
 * <p>This package imports nothing else of Kleiber. Most of {@code analysis} rests on it.
 *
 * <p>A law has two sets of parameters. The internal ones, which are fitted, are unbounded and of
 * similar size. The published ones are what the paper prints. Gradients are of ln L with respect to
 * the internal ones, and {@code LawTest} compares each of them with finite differences. Losses are
 * in nats per token. A few laws are of another quantity, such as a learning rate or a batch.
 */
package kleiber.analysis.law;
