/**
 * What a backend computes: the primitives of a transformer, as interfaces.
 *
 * <p>Begin with {@link Op}: one primitive, bound once to its tensors and then run forward and
 * backward, step after step. {@link Kernels} has a method for each primitive, with its formula, its
 * shapes and its paper. Read {@link Gradient} before you bind anything: it says whether a backward
 * pass overwrites the gradient of its input or adds to it.
 *
 * <p>This package knows {@link kleiber.engine.tensor} and nothing else. Models and optimisers bind
 * kernels; the backends implement them, each in a module of its own, and {@link
 * kleiber.engine.reference} in plain loops.
 *
 * <p>Shapes: M = B·T rows, C channels, V vocabulary; the weights of a linear layer are [out, in].
 * Gradients of parameters are always added to. Running an op allocates nothing. Training repeats
 * bit for bit, so an op adds its numbers up in a fixed order.
 */
package kleiber.engine.kernels;
