/**
 * A model on paper, and what follows from it without any memory.
 *
 * <p>Begin with {@link Blueprint}: all ops of a model in the order of the forward pass. {@link
 * DecoderModel}, {@link EncoderModel} and {@link EncoderDecoderModel} draw it, from a {@link Stack}
 * of blocks whose branches are {@link SelfAttention}, {@link CrossAttention} and {@link
 * FeedForward}. From the list follow the {@link ParameterMap}, {@link ModelSize} (counts and
 * FLOPs), {@link ActivationMemory}, and {@link GradientModes}: which op overwrites a gradient,
 * which adds, and that no gradient is read after another has taken its memory.
 *
 * <p>The package knows {@code op}, {@code spec} and {@code batch}, and of the engine names alone
 * (activations, masks, types): no memory and no backend.
 *
 * <p>Order matters in one way: parameters lie in the flat buffer in the order in which parts ask
 * for them, so asking in another order makes old checkpoints unreadable.
 */
package kleiber.lm.model.blueprint;
