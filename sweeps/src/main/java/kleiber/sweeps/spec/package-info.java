/**
 * What the YAML of a sweep asks for, before any run is planned.
 *
 * <p>Begin with {@link SweepFile}, a file as it was understood. {@link SweepSpec} has its keys. A
 * {@link Design} then lists the runs, each of them a {@link Row} of training keys with values. A
 * {@link Rule} says how a learning rate follows from parameters, or a batch from tokens, and a
 * {@link TunedKey} that its best value is to be found.
 *
 * <p>The package knows {@code core.schema}, {@code lm.config} and how a model's size is counted. Of
 * this module it knows {@code tune} alone.
 *
 * <p>Four words in a row stand for several training keys: {@code params}, and one of {@code
 * tokens}, {@code tokensPerParam} and {@code flops}. What they become is decided in {@code plan}. A
 * design can say how many runs it has before it lists them. The isoFLOP design is approach 2 of
 * Hoffmann et al. (arXiv:2203.15556).
 */
package kleiber.sweeps.spec;
