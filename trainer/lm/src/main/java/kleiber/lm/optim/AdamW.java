package kleiber.lm.optim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kleiber.core.schema.Inline;
import kleiber.core.schema.Key;
import kleiber.engine.backend.Optimizer;
import kleiber.engine.backend.UpdateSpace;
import kleiber.engine.kernels.AdamWUpdate;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import kleiber.lm.model.blueprint.ParameterMap;
import kleiber.lm.model.op.Parameter;

/** Adam with decoupled weight decay (Loshchilov and Hutter, arXiv:1711.05101). */
public record AdamW(
    @Key(doc = "Peak learning rate.", value = "1e-3", min = 0) double lr,
    @Key(doc = "Decay rate of the first moment.", value = "0.9", min = 0, max = 0.999999)
        double beta1,
    @Key(doc = "Decay rate of the second moment.", value = "0.95", min = 0, max = 0.999999)
        double beta2,
    @Key(doc = "Added to the root of the second moment.", value = "1e-8", min = 0) double eps,
    @Key(doc = "Decoupled weight decay, times the rate.", value = "0.1", min = 0)
        double weightDecay,
    @Key(doc = "What decays: all but biases and gains, or all.", value = "matrices")
        Decayed decayed,
    @Key(
            doc =
                "moments: both are divided by 1 − βᵗ; rate: the rate is multiplied instead, and"
                    + " with it the decay (GPT-1); none (BERT).",
            value = "moments")
        BiasCorrection biasCorrection,
    RoleRates rates,
    @Inline Stability stability)
    implements OptimizerSpec, DecoupledDecay {

  @Override
  public boolean stepsAsAdam() {
    return true;
  }

  /** Where a parameter lies, and how it is updated: alike wherever its role is the same. */
  ParameterGroup group(Parameter parameter) {
    return decayed.group(parameter, rates, weightDecay);
  }

  @Override
  public Optimizer bind(UpdateSpace space, ParameterMap map, Variable parameters) {
    Tensor first = space.allocate(map.flatSize());
    Bound bound = bind(space, map.parameters(), parameters, first);
    Map<String, Tensor> state = new LinkedHashMap<>();
    state.put("moment1", first);
    state.put("moment2", bound.second());
    return new Optimizer(state, bound.parts());
  }

  /**
   * The update of some parameters.
   *
   * @param second their second moments, one after the other
   */
  record Bound(Tensor second, List<Optimizer.Part> parts) {}

  /**
   * Binds the update of some parameters.
   *
   * @param some in the order of the flat buffer
   * @param first their first moments, at the places of the parameters
   */
  Bound bind(UpdateSpace space, List<Parameter> some, Variable parameters, Tensor first) {
    long size = some.stream().mapToLong(Parameter::size).sum();
    Tensor second = space.allocate(Math.toIntExact(size));
    List<Optimizer.Part> parts = new ArrayList<>();
    long before = 0;
    for (ParameterGroup group : ParameterGroup.joined(some.stream().map(this::group).toList())) {
      long length = group.to() - group.from();
      chunks(group, space, parameters, first, second.slice(before, length), parts);
      before += length;
    }
    return new Bound(second, parts);
  }

  /**
   * @param second of the group alone
   */
  private void chunks(
      ParameterGroup group,
      UpdateSpace space,
      Variable parameters,
      Tensor first,
      Tensor second,
      List<Optimizer.Part> parts) {
    AdamWUpdate.Constants constants = new AdamWUpdate.Constants(beta1, beta2, eps);
    long chunk = space.partSize();
    for (long at = group.from(); at < group.to(); at += chunk) {
      long size = Math.min(chunk, group.to() - at);
      AdamWUpdate kernel =
          space
              .kernels()
              .adamW(
                  constants,
                  parameters.value().slice(at, size),
                  parameters.gradient().slice(at, size),
                  first.slice(at, size),
                  second.slice(at - group.from(), size));
      parts.add(update -> apply(kernel, update, group));
    }
  }

  private void apply(AdamWUpdate kernel, Optimizer.Update update, ParameterGroup group) {
    double c1 = 1 - Math.pow(beta1, update.step());
    double c2 = 1 - Math.pow(beta2, update.step());
    double scale = update.gradientScale();
    double lr = group.lr(update);
    switch (biasCorrection) {
      case MOMENTS -> kernel.step(lr, group.decay(), scale, c1, c2);
      case RATE -> kernel.step(lr * Math.sqrt(c2) / c1, group.decay(), scale, 1, 1);
      case NONE -> kernel.step(lr, group.decay(), scale, 1, 1);
    }
  }
}
