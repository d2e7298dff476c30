package kleiber.trainer.model;

import kleiber.trainer.model.ModelSpec.Positions;

/**
 * Sizes of a model under the conventions of the field.
 *
 * @param totalParams every trained number once, a tied head not counted twice (Chinchilla's N)
 * @param nonEmbeddingParams without token and position embeddings and without the output head
 *     (Kaplan's N, arXiv:2001.08361)
 * @param flopsPerToken6N 6 · totalParams
 * @param flopsPerTokenExact forward and backward matrix products of one token at full context,
 *     attention over the keys a causal mask leaves, the head included; a multiplication and an
 *     addition count as two
 */
public record ModelSize(
    long totalParams, long nonEmbeddingParams, double flopsPerToken6N, double flopsPerTokenExact) {

  /** The sizes of {@code spec}. */
  public static ModelSize of(ModelSpec spec) {
    ParameterMap map = ParameterMap.of(spec);
    long embeddings = map.get("embed.tokens.weight").size();
    if (spec.positions() == Positions.LEARNED) {
      embeddings += map.get("embed.positions.weight").size();
    }
    long head = spec.tied() ? 0 : map.get("head.weight").size();
    double block =
        (double) spec.width() * spec.qkvWidth()
            + (double) spec.width() * spec.width()
            + (spec.gated() ? 3.0 : 2.0) * spec.width() * spec.mlpWidth();
    double meanKeys = (spec.context() + 1) / 2.0;
    double attention = 2 * meanKeys * spec.heads() * spec.headWidth();
    double products =
        spec.layers() * (block + attention) + (double) spec.width() * spec.vocabulary();
    return new ModelSize(
        map.size(), map.size() - embeddings - head, 6.0 * map.size(), 3 * 2 * products);
  }
}
