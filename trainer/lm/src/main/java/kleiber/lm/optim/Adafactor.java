package kleiber.lm.optim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kleiber.core.schema.Inline;
import kleiber.core.schema.Key;
import kleiber.engine.backend.Optimizer;
import kleiber.engine.backend.UpdateSpace;
import kleiber.engine.kernels.AdafactorUpdate;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import kleiber.lm.model.blueprint.ParameterMap;
import kleiber.lm.model.op.Parameter;

/**
 * Adafactor with rates relative to the size of what they move (Shazeer and Stern,
 * arXiv:1804.04235), as in T5's and PaLM's code.
 */
public record Adafactor(
    @Key(doc = "Peak learning rate, times RMS(W).", value = "1e-2", min = 0) double lr,
    @Key(doc = "Decay rate of the momentum; 0 for none.", value = "0", min = 0, max = 0.999999)
        double momentum,
    @Key(
            doc = "The second moment's decay rate at step t is 1 − t^−decayExponent.",
            value = "0.8",
            min = 0,
            max = 1)
        double decayExponent,
    @Key(doc = "Whether matrices keep row and column means only.", value = "true") boolean factored,
    @Key(doc = "Smallest dimension of a matrix that is factored.", value = "128", min = 1)
        int minFactoredSize,
    @Key(doc = "Largest RMS of an update before the rate.", value = "1", min = 1e-9)
        double updateClip,
    @Key(doc = "Added to the squared gradient.", value = "1e-30", min = 0) double eps,
    @Key(doc = "Least RMS(W) that the rate is multiplied by.", value = "1e-3", min = 0)
        double minScale,
    @Key(doc = "Weight decay of lr² a step (PaLM).", value = "false") boolean lrSquaredDecay,
    RoleRates rates,
    @Inline(defaults = "clipNorm=0") Stability stability)
    implements OptimizerSpec {

  @Override
  public Optimizer bind(UpdateSpace space, ParameterMap map, Variable parameters) {
    List<Parameter> tensors = map.separate();
    long secondSize = tensors.stream().mapToLong(this::secondSize).sum();
    Tensor second = space.allocate(Math.toIntExact(secondSize));
    Tensor first = momentum > 0 ? space.allocate(map.flatSize()) : null;
    List<Optimizer.Part> parts = new ArrayList<>();
    long at = 0;
    for (Parameter tensor : tensors) {
      long size = secondSize(tensor);
      AdafactorUpdate kernel =
          space
              .kernels()
              .adafactor(
                  new AdafactorUpdate.Constants(momentum, eps, minScale, updateClip),
                  isFactored(tensor),
                  parameters.slice(tensor.offset(), tensor.shape()).value(),
                  parameters.slice(tensor.offset(), tensor.shape()).gradient(),
                  second.slice(at, size),
                  first == null ? null : first.slice(tensor.offset(), tensor.size()));
      double rate = rates.of(tensor);
      parts.add(update -> apply(kernel, update, rate));
      at += size;
    }
    Map<String, Tensor> state = new LinkedHashMap<>();
    if (first != null) {
      state.put("moment1", first);
    }
    state.put("moment2", second);
    return new Optimizer(state, parts);
  }

  private void apply(AdafactorUpdate kernel, Optimizer.Update update, double rate) {
    double lr = update.lr() * rate;
    double beta2 = 1 - Math.pow(update.step(), -decayExponent);
    kernel.step(lr, lrSquaredDecay ? lr * lr : 0, update.gradientScale(), beta2);
  }

  private boolean isFactored(Parameter tensor) {
    int[] shape = tensor.shape();
    return factored && shape.length == 2 && Math.min(shape[0], shape[1]) >= minFactoredSize;
  }

  private long secondSize(Parameter tensor) {
    return isFactored(tensor) ? tensor.shape()[0] + tensor.shape()[1] : tensor.size();
  }
}
