package kleiber.lm.optim;

import kleiber.core.schema.Key;
import kleiber.lm.model.op.Parameter;

/**
 * The {@code optimizer.rates} group: factors on the learning rate by what parameters are for. As
 * weight decay is times the rate, they are factors on it too.
 *
 * @param embedding of tables of tokens, positions and segments
 * @param hidden of matrices between hidden states
 * @param scores of tables that are added to attention's scores
 * @param head of an output head of its own
 * @param vector of biases and gains
 */
public record RoleRates(
    @Key(
            doc =
                "Factor on the rate of tables of tokens, positions and segments, and of a tied head.",
            value = "1",
            min = 0,
            later = true)
        double embedding,
    @Key(doc = "The same of matrices between hidden states.", value = "1", min = 0, later = true)
        double hidden,
    @Key(
            doc = "The same of tables that are added to attention's scores.",
            value = "1",
            min = 0,
            later = true)
        double scores,
    @Key(
            doc = "The same of the output head; needs model.tied false.",
            value = "1",
            min = 0,
            later = true)
        double head,
    @Key(doc = "The same of biases and gains.", value = "1", min = 0, later = true) double vector) {
  /** One rate for all. */
  public static final RoleRates ONE = new RoleRates(1, 1, 1, 1, 1);

  /** The factor on a parameter's learning rate. */
  double of(Parameter parameter) {
    return switch (parameter.kind()) {
      case EMBEDDING -> embedding;
      case HIDDEN -> hidden;
      case SCORES -> scores;
      case HEAD -> head;
      case VECTOR -> vector;
    };
  }
}
