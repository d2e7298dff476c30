/**
 * The engine of backends that compute on the processor's threads: a batch shared out among lanes,
 * threads that each train on their own sequences with their own kernels, activations and gradients.
 * Lanes meet twice in a step, where threads inside operations would meet in every operation. A
 * device that parallelises inside one operation has one lane.
 *
 * <p>Begin with {@link LaneEngine}, which a {@link LaneBackend} gives for a model. {@link Lanes}
 * are the threads, {@link GradientBuffers} and {@link SharedGradients} how their gradients become
 * one.
 *
 * <p>Gradients of the lanes are added in the order of the lanes, so a step repeats bit for bit as
 * long as their number is the same. This package knows the other packages of the engine alone.
 */
package kleiber.engine.backend.lanes;
