package kleiber.lm.model;

import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import kleiber.lm.model.blueprint.ParameterMap;
import kleiber.lm.model.op.Parameter;

/**
 * A model's parameters in one flat buffer, and their gradients in another or nowhere.
 *
 * @param map the names and places
 * @param flat all values, and all gradients unless for evaluation only
 */
public record Parameters(ParameterMap map, Variable flat) {
  /** The named slice, in its shape. */
  public Variable get(String name) {
    Parameter parameter = map.get(name);
    return flat.slice(parameter.offset(), parameter.shape());
  }

  /** The values alone. */
  public Tensor values() {
    return flat.value();
  }
}
