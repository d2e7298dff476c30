/**
 * Random numbers that can be asked for in any order.
 *
 * <p>There is one class. A {@link SeededStream} has a name that says what it is for, such as {@code
 * data/order} or {@code bootstrap}. Its number i depends on the seed, the name and i, and on
 * nothing else. So a run resumes without any saved state of a generator, and a new stream never
 * shifts the numbers of an old one.
 *
 * <p>Data, initial weights, objectives, sampling and the bootstrap of {@code kleiber.analysis} all
 * draw from here. Dropout only takes its seed from here: its masks are {@code
 * kleiber.engine.kernels.DropoutMask}, the same on every backend. Do not use {@code
 * java.util.Random} in anything that a run or a fit depends on. The package imports nothing else of
 * Kleiber.
 */
package kleiber.core.random;
