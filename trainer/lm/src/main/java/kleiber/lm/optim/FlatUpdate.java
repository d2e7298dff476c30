package kleiber.lm.optim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import kleiber.engine.backend.Optimizer;
import kleiber.engine.backend.UpdateSpace;
import kleiber.engine.kernels.FormulaUpdate;
import kleiber.engine.kernels.UpdateFormula;
import kleiber.engine.tensor.Tensor;

/**
 * An update that treats all elements alike: one formula over ranges of flat buffers.
 *
 * @param numbers what a step's numbers are
 */
record FlatUpdate(UpdateFormula formula, StepNumbers numbers) {
  /** Says the numbers of a step for one group. */
  interface StepNumbers {
    /**
     * Writes the formula's numbers, all but the gradients' scale.
     *
     * @param to their array; number 1 is the first of them
     */
    void write(Optimizer.Update update, ParameterGroup group, double[] to);
  }

  /**
   * The parts of the update, each a stretch of one group.
   *
   * @param flats the formula's tensors, all as long as the flat buffer of parameters
   */
  List<Optimizer.Part> parts(UpdateSpace space, List<ParameterGroup> groups, Tensor... flats) {
    List<Optimizer.Part> parts = new ArrayList<>();
    for (ParameterGroup group : ParameterGroup.joined(groups)) {
      for (long at = group.from(); at < group.to(); at += space.partSize()) {
        long from = at;
        long size = Math.min(space.partSize(), group.to() - at);
        parts.add(part(space, group, Arrays.stream(flats).map(f -> f.slice(from, size)).toList()));
      }
    }
    return parts;
  }

  private Optimizer.Part part(UpdateSpace space, ParameterGroup group, List<Tensor> slices) {
    FormulaUpdate kernel = space.kernels().update(formula, slices.toArray(new Tensor[0]));
    double[] given = new double[formula.numbers()];
    return update -> {
      given[0] = update.gradientScale();
      numbers.write(update, group, given);
      kernel.step(given);
    };
  }
}
