package kleiber.lm.optim;

import static kleiber.engine.kernels.UpdateFormula.GRADIENT_SCALE;

import java.util.List;
import java.util.Map;
import kleiber.core.schema.Inline;
import kleiber.core.schema.Key;
import kleiber.engine.backend.Optimizer;
import kleiber.engine.backend.UpdateSpace;
import kleiber.engine.kernels.UpdateFormula;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import kleiber.lm.model.blueprint.ParameterMap;

/**
 * The sign of an interpolated momentum (Chen et al., arXiv:2302.06675, algorithm 2):
 *
 * <pre>
 * c = β₁m + (1−β₁)g
 * p ← p − lr·(sign(c) + λp)
 * m ← β₂m + (1−β₂)g
 * </pre>
 *
 * <p>Every element moves by the whole rate, so the paper takes rates 3 to 10 times smaller than
 * AdamW's and a decay λ as many times larger (section 5).
 */
public record Lion(
    @Key(doc = "Peak learning rate: a tenth to a third of AdamW's.", value = "1e-4", min = 0)
        double lr,
    @Key(
            doc = "Part of the momentum in the step's direction.",
            value = "0.9",
            min = 0,
            max = 0.999999)
        double beta1,
    @Key(doc = "Decay rate of the momentum.", value = "0.99", min = 0, max = 0.999999) double beta2,
    @Key(doc = "Decoupled weight decay, times the rate.", value = "1", min = 0) double weightDecay,
    @Key(doc = "What decays: all but biases and gains, or all.", value = "matrices")
        Decayed decayed,
    RoleRates rates,
    @Inline Stability stability)
    implements OptimizerSpec, DecoupledDecay {
  private static final UpdateFormula FORMULA =
      UpdateFormula.over("g", "p", "m")
          .numbers("keep", "minusRate", "beta1", "rest1", "beta2", "rest2")
          .scale("g'", GRADIENT_SCALE, "g")
          .mix("c", "beta1", "m", "rest1", "g'")
          .sign("c", "c")
          .mix("p", "keep", "p", "minusRate", "c")
          .mix("m", "beta2", "m", "rest2", "g'");

  @Override
  public boolean stepsAsAdam() {
    return true;
  }

  @Override
  public Optimizer bind(UpdateSpace space, ParameterMap map, Variable parameters) {
    Tensor momentum = space.allocate(map.flatSize());
    List<ParameterGroup> groups = decayed.groups(map, rates, weightDecay);
    return new Optimizer(
        Map.of("moment1", momentum),
        new FlatUpdate(FORMULA, this::write)
            .parts(space, groups, parameters.gradient(), parameters.value(), momentum));
  }

  private void write(Optimizer.Update update, ParameterGroup group, double[] to) {
    double lr = group.lr(update);
    to[1] = 1 - lr * group.decay();
    to[2] = -lr;
    to[3] = beta1;
    to[4] = 1 - beta1;
    to[5] = beta2;
    to[6] = 1 - beta2;
  }
}
