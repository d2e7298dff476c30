package kleiber.trainer.model;

import java.util.List;
import kleiber.trainer.tensor.Variable;

/**
 * The end of a model.
 *
 * @param logits [B·T, V]
 * @param losses what its loss is the sum of
 */
record Outputs(Variable logits, List<Loss> losses) {}
