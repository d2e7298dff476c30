package kleiber.lm.model.blueprint;

import kleiber.lm.batch.BatchLayout;
import kleiber.lm.model.spec.ModelSpec;

/**
 * Sizes of a model under the conventions of the field.
 *
 * @param totalParams every trained number once, a tied head not counted twice (Chinchilla's N)
 * @param nonEmbeddingParams without token, position and segment embeddings and without the output
 *     head (Kaplan's N, arXiv:2001.08361)
 * @param flopsPerToken6N 6 · totalParams
 * @param flopsPerTokenExact forward and backward matrix products of one token of {@link
 *     BatchLayout#tokens()}, see {@link Blueprint#products}; a multiplication and an addition count
 *     as two, the backward pass as two forward ones
 */
public record ModelSize(
    long totalParams, long nonEmbeddingParams, double flopsPerToken6N, double flopsPerTokenExact) {

  /** The sizes of {@code spec} for sequences of {@code layout}. */
  public static ModelSize of(ModelSpec spec, BatchLayout layout) {
    DrawnSums sums = DrawnSums.of(spec, layout);
    long total = sums.params();
    double perToken = 3 * 2 * (sums.products() / layout.tokens());
    return new ModelSize(total, total - sums.outsideParams(), 6.0 * total, perToken);
  }

  /**
   * {@link #totalParams} alone, the same for all batches. No whole stack is listed, so a
   * description of any size can be judged before anything is made for it.
   */
  public static long params(ModelSpec spec) {
    return DrawnSums.of(spec, Blueprint.shortest(spec)).params();
  }

  /** The sizes of a causal decoder at full context. */
  public static ModelSize of(ModelSpec spec) {
    return of(spec, BatchLayout.causal(spec.context()));
  }
}
