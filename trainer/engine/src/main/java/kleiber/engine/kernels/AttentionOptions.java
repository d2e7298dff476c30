package kleiber.engine.kernels;

import java.util.function.BiFunction;
import java.util.function.Function;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;

/**
 * What attention may have besides queries, keys and values.
 *
 * @param bias added to the scaled scores: [H·Tq, Tk] for all sequences or [B·H·Tq, Tk]; or null
 * @param biasGradient what to do with the gradient the bias already holds
 * @param keyLengths int [B]: of sequence b, keys from keyLengths[b] on are not seen by any query;
 *     at least 1; or null where all are
 * @param dropout of the probabilities, element ((b·H + h)·Tq + i)·Tk + j of its mask; or null
 * @param byDistance added to the scaled scores; or null. Not together with a bias
 */
public record AttentionOptions(
    Variable bias,
    Gradient biasGradient,
    Tensor keyLengths,
    Dropout dropout,
    ScoresByDistance byDistance) {
  /** Attention by queries and keys alone. */
  public static final AttentionOptions NONE =
      new AttentionOptions(null, Gradient.OVERWRITE, null, null, null);

  /** The same with a bias, in place of scores by distance. */
  public AttentionOptions withBias(Variable newBias, Gradient newBiasGradient) {
    return new AttentionOptions(newBias, newBiasGradient, keyLengths, dropout, null);
  }

  /** The same with scores by distance. */
  public AttentionOptions withScores(ScoresByDistance newByDistance) {
    return new AttentionOptions(bias, biasGradient, keyLengths, dropout, newByDistance);
  }

  /**
   * Attention for backends that hold all scores at once: scores by distance become a bias.
   *
   * @param scores binds what writes them to their memory
   * @param attention binds attention with a bias or nothing
   */
  public Op scoresAsBias(
      BiFunction<ScoresByDistance, Variable, Op> scores, Function<AttentionOptions, Op> attention) {
    if (byDistance == null) {
      return attention.apply(this);
    }
    Variable memory = byDistance.memory().get();
    return Op.sequence(
        scores.apply(byDistance, memory), attention.apply(withBias(memory, Gradient.OVERWRITE)));
  }

  /** The same with padded keys. */
  public AttentionOptions withKeyLengths(Tensor newKeyLengths) {
    return new AttentionOptions(bias, biasGradient, newKeyLengths, dropout, byDistance);
  }

  /** The same with dropout. */
  public AttentionOptions withDropout(Dropout newDropout) {
    return new AttentionOptions(bias, biasGradient, keyLengths, newDropout, byDistance);
  }

  /** Whether the bias differs between sequences. */
  public boolean biasPerSequence(AttentionShape shape) {
    return bias.value().rows() != shape.heads() * shape.queries();
  }
}
