/**
 * What a model is: an architecture as a record, and how its weights start.
 *
 * <p>Begin with {@link ModelSpec}. {@link Architectures} has those of published systems at any
 * size; {@link DecoderShape} finds depth and width for a wanted number of parameters. {@link Role}
 * says what a parameter is for: {@link Init}, weight decay and the conventions of counting go by
 * it.
 *
 * <p>The package knows {@code batch} and names of {@code kernels} (activations, masks), and no
 * tensor.
 */
package kleiber.lm.model.spec;
