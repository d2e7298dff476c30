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
 * Stochastic gradient descent with momentum and decoupled weight decay (SGDW: Loshchilov and
 * Hutter, arXiv:1711.05101, algorithm 1), Nesterov's form as Sutskever et al. write it (ICML 2013,
 * equations 3 and 4, with the momentum applied ahead as PyTorch does):
 *
 * <pre>
 * m ← μm + g
 * p ← p − lr·(m + λp)          or, with Nesterov's momentum, p ← p − lr·(g + μm + λp)
 * </pre>
 */
public record Sgd(
    @Key(doc = "Peak learning rate.", value = "0.1", min = 0) double lr,
    @Key(doc = "Momentum μ; 0 for none.", value = "0.9", min = 0, max = 0.999999) double momentum,
    @Key(doc = "Whether the step looks ahead by the momentum, as Nesterov's.", value = "false")
        boolean nesterov,
    @Key(doc = "Decoupled weight decay, times the rate.", value = "1e-3", min = 0)
        double weightDecay,
    @Key(doc = "What decays: all but biases and gains, or all.", value = "matrices")
        Decayed decayed,
    RoleRates rates,
    @Inline Stability stability)
    implements OptimizerSpec, DecoupledDecay {
  private static final UpdateFormula PLAIN =
      UpdateFormula.over("g", "p")
          .numbers("keep", "minusRate")
          .scale("g'", GRADIENT_SCALE, "g")
          .mix("p", "keep", "p", "minusRate", "g'");
  private static final UpdateFormula MOMENTUM =
      UpdateFormula.over("g", "p", "m")
          .numbers("keep", "minusRate", "momentum")
          .mix("m", "momentum", "m", GRADIENT_SCALE, "g")
          .mix("p", "keep", "p", "minusRate", "m");
  private static final UpdateFormula NESTEROV =
      UpdateFormula.over("g", "p", "m")
          .numbers("keep", "minusRate", "momentum")
          .mix("m", "momentum", "m", GRADIENT_SCALE, "g")
          .mix("ahead", "momentum", "m", GRADIENT_SCALE, "g")
          .mix("p", "keep", "p", "minusRate", "ahead");

  @Override
  public Optimizer bind(UpdateSpace space, ParameterMap map, Variable parameters) {
    List<ParameterGroup> groups = decayed.groups(map, rates, weightDecay);
    Tensor p = parameters.value();
    Tensor g = parameters.gradient();
    if (momentum == 0) {
      return new Optimizer(Map.of(), new FlatUpdate(PLAIN, this::write).parts(space, groups, g, p));
    }
    Tensor m = space.allocate(map.flatSize());
    UpdateFormula formula = nesterov ? NESTEROV : MOMENTUM;
    return new Optimizer(
        Map.of("moment1", m), new FlatUpdate(formula, this::write).parts(space, groups, g, p, m));
  }

  private void write(Optimizer.Update update, ParameterGroup group, double[] to) {
    double lr = group.lr(update);
    to[1] = 1 - lr * group.decay();
    to[2] = -lr;
    if (momentum > 0) {
      to[3] = momentum;
    }
  }
}
