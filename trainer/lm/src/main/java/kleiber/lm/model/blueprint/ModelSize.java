package kleiber.lm.model.blueprint;

import kleiber.lm.batch.BatchLayout;
import kleiber.lm.model.op.Parameter;
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
    Blueprint blueprint = Blueprint.of(spec, layout, false);
    long total = 0;
    long outside = 0;
    for (Parameter parameter : blueprint.parameters()) {
      total += parameter.size();
      outside += parameter.embedsOrUnembeds() ? parameter.size() : 0;
    }
    double products = blueprint.products() / layout.tokens();
    return new ModelSize(total, total - outside, 6.0 * total, 3 * 2 * products);
  }

  /** The sizes of a causal decoder at full context. */
  public static ModelSize of(ModelSpec spec) {
    return of(spec, BatchLayout.causal(spec.context()));
  }
}
