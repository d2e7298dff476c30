/**
 * Looks into models that train: sizes of activations at several widths.
 *
 * <p>Begin with {@link CoordinateCheck}, which trains a configuration for a few steps at each
 * width, under µP and in the standard parametrisation. {@link ActivationProbe} reads activations by
 * what they are, off a model that is bound to forward passes; {@link WidthEdits} says what a wider
 * model is.
 *
 * <p>The package knows {@code run}, whose parts it puts together in memory; it writes no files.
 * What the sizes say is for {@code kleiber.analysis} to judge.
 */
package kleiber.lm.probe;
