/**
 * What a run's training losses are expected to be, and whether they are.
 *
 * <p>Begin with {@link Expectation}: a loss for every step, and how far it may be off. Where it
 * comes from is not known here: {@code kleiber.analysis} makes it from a fitted law and from the
 * run's {@link RunPlan}. {@link DeviationWatch} compares.
 *
 * <p>The package knows the errors alone. The command {@code train} uses it.
 */
package kleiber.record.expectation;
