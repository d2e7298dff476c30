/**
 * Times of single kernels, measured with JMH.
 *
 * <p>There is one class. {@link KernelBenchmark} binds one lane's kernels at the shapes of one
 * transformer block, and times each of them, forward and backward where it has both. It compares
 * the backends {@code cpu} and {@code nd4j} at two widths.
 *
 * <p>It knows {@code tensor}, {@code kernels} and {@code backend} of {@code kleiber.engine}, and
 * nothing uses it. The module is built in the profile {@code jmh} only; CONTRIBUTING.md has the
 * command.
 *
 * <p>Use it to see whether a change to a kernel pays. A kernel runs alone here, so training as a
 * whole may gain less than it shows. {@code kleiber bench} times whole steps.
 */
package kleiber.benchmarks;
