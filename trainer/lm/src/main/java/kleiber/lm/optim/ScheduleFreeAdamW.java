package kleiber.lm.optim;

import static kleiber.engine.kernels.UpdateFormula.GRADIENT_SCALE;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kleiber.core.schema.Inline;
import kleiber.core.schema.Key;
import kleiber.engine.backend.Optimizer;
import kleiber.engine.backend.UpdateSpace;
import kleiber.engine.kernels.FormulaUpdate;
import kleiber.engine.kernels.UpdateFormula;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import kleiber.lm.model.blueprint.ParameterMap;

/**
 * AdamW that averages its iterates in place of a falling rate (Defazio et al., arXiv:2405.15682,
 * algorithm 1):
 *
 * <pre>
 * v ← β₂v + (1−β₂)g²                 g is the gradient at y
 * γ = lr·√(1 − β₂ᵗ)
 * z ← z − γ·( g/(√v + ε) + λy )
 * x ← (1−c)x + cz                    c = γ²/Σγ² over all steps so far
 * y ← (1−β₁)z + β₁x
 * </pre>
 *
 * <p>The model trains at y and is evaluated, saved and exported at x. Warm-up is the schedule's.
 */
public record ScheduleFreeAdamW(
    @Key(
            doc =
                "Learning rate, best with schedule.kind constant and warmupSteps; 1 to 10 times"
                    + " AdamW's.",
            value = "3e-3",
            min = 0)
        double lr,
    @Key(
            doc = "Part of the average x in the weights y that gradients are taken at.",
            value = "0.9",
            min = 0,
            max = 0.999999)
        double beta1,
    @Key(doc = "Decay rate of the second moment.", value = "0.95", min = 0, max = 0.999999)
        double beta2,
    @Key(doc = "Added to the root of the second moment.", value = "1e-8", min = 0) double eps,
    @Key(doc = "Decoupled weight decay, times the rate.", value = "0.1", min = 0)
        double weightDecay,
    @Key(doc = "What decays: all but biases and gains, or all.", value = "matrices")
        Decayed decayed,
    RoleRates rates,
    @Inline Stability stability)
    implements OptimizerSpec, DecoupledDecay {
  private static final UpdateFormula STEP =
      UpdateFormula.over("g", "y", "z", "x", "v")
          .numbers(
              "kept", "begun", "beta2", "rest2", "one", "eps", "rate", "decay", "less", "old",
              "new", "beta1", "rest1")
          // Both begin where the parameters do: kept is 0 in step 1, begun is 0 in all others.
          .mix("z", "kept", "z", "begun", "y")
          .mix("x", "kept", "x", "begun", "y")
          .scale("g'", GRADIENT_SCALE, "g")
          .mixSquare("v", "rest2", "g'", "beta2", "v")
          .overRoot("d", "g'", "one", "v", "eps")
          .mix("d", "rate", "d", "decay", "y")
          .mix("z", "one", "z", "less", "d")
          .mix("x", "old", "x", "new", "z")
          .mix("y", "beta1", "x", "rest1", "z");
  private static final UpdateFormula EXCHANGE =
      UpdateFormula.over("y", "x")
          .numbers("one")
          .scale("kept", "one", "y")
          .scale("y", "one", "x")
          .scale("x", "one", "kept");

  @Override
  public boolean stepsAsAdam() {
    return true;
  }

  @Override
  public Optimizer bind(UpdateSpace space, ParameterMap map, Variable parameters) {
    int size = map.flatSize();
    Tensor y = parameters.value();
    Tensor z = space.allocate(size);
    Tensor x = space.allocate(size);
    Tensor v = space.allocate(size);
    RateSum sum = new RateSum();
    List<Optimizer.Part> parts =
        new FlatUpdate(STEP, (update, group, to) -> write(update, group, sum, to))
            .parts(
                space, decayed.groups(map, rates, weightDecay), parameters.gradient(), y, z, x, v);
    Map<String, Tensor> state = new LinkedHashMap<>();
    state.put("iterate", z);
    // While weights are saved, x is among the parameters and y here.
    state.put("trained", x);
    state.put("moment2", v);
    state.put("rates", sum.tensor());
    FormulaUpdate exchange = space.kernels().update(EXCHANGE, y, x);
    double[] ones = {1, 1};
    return new Optimizer(state, parts, List.of(), () -> exchange.step(ones));
  }

  private void write(Optimizer.Update update, ParameterGroup group, RateSum sum, double[] to) {
    double correction = Math.sqrt(1 - Math.pow(beta2, update.step()));
    double c = sum.share(update.step(), update.lr() * correction);
    double rate = group.lr(update) * correction;
    to[1] = update.step() > 1 ? 1 : 0;
    to[2] = update.step() > 1 ? 0 : 1;
    to[3] = beta2;
    to[4] = 1 - beta2;
    to[5] = 1;
    to[6] = eps;
    to[7] = rate;
    to[8] = rate * group.decay();
    to[9] = -1;
    to[10] = 1 - c;
    to[11] = c;
    to[12] = beta1;
    to[13] = 1 - beta1;
  }
}
