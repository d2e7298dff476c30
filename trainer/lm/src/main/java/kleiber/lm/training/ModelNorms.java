package kleiber.lm.training;

import java.util.List;
import java.util.Map;
import kleiber.lm.model.spec.Role;

/**
 * Sizes inside a model at one step, by block or by what parameters are for.
 *
 * @param activations at the weights that the step began with
 * @param gradients norms before clipping
 * @param updates norms of what the step changed
 */
public record ModelNorms(
    Activations activations, Map<Role, Double> gradients, Map<Role, Double> updates) {
  /**
   * Of a forward pass.
   *
   * @param attentionLogitMax the largest that a query had with a key, by block
   * @param logSumExpMax the largest logsumexp of the output logits
   * @param stream root mean squares of the residual stream after each block
   * @param attention root mean squares of what attention adds to it, by block
   * @param mlp root mean squares of what the MLP adds to it, by block
   */
  public record Activations(
      List<Double> attentionLogitMax,
      double logSumExpMax,
      List<Double> stream,
      List<Double> attention,
      List<Double> mlp) {}
}
