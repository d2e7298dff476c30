/**
 * What a run's training losses are expected to be, and whether they are.
 *
 * <p>Begin with {@link Expectation}: a loss for every step, and how far it may be off. Where it
 * comes from nobody who trains knows: an {@link ExpectationReader} of another module makes it from
 * a file and from the run's {@link RunPlan}. {@link DeviationWatch} compares.
 *
 * <p>The package knows nothing else. The command {@code train} uses it.
 */
package kleiber.record.expectation;
