package kleiber.lm.model;

import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import kleiber.lm.model.blueprint.ParameterMap;

/**
 * A model's parameters in one flat buffer, and their gradients in another or nowhere.
 *
 * @param map the names and places
 * @param flat all values, and all gradients unless for evaluation only
 */
public record Parameters(ParameterMap map, Variable flat) {
  /** The values alone. */
  public Tensor values() {
    return flat.value();
  }
}
