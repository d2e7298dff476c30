/**
 * How fast this machine trains.
 *
 * <p>Begin with {@link StepBenchmark}, which times whole steps of a model. {@link SideBySide} does
 * the same work several times at once, as runs share a GPU. {@link GemmCeiling} is what the
 * machine's products could reach, to compare with.
 *
 * <p>The package knows {@code training} and what a step needs: {@code model}, {@code batch}, {@code
 * optim} and the engine. {@code kleiber bench} uses it, and sweeps, which plan by such times.
 */
package kleiber.lm.bench;
