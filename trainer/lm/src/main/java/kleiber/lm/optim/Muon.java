package kleiber.lm.optim;

import static kleiber.engine.kernels.UpdateFormula.GRADIENT_SCALE;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kleiber.core.schema.Inline;
import kleiber.core.schema.Key;
import kleiber.engine.backend.Optimizer;
import kleiber.engine.backend.UpdateSpace;
import kleiber.engine.kernels.FormulaUpdate;
import kleiber.engine.kernels.Kernels;
import kleiber.engine.kernels.UpdateFormula;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import kleiber.lm.model.blueprint.ParameterMap;
import kleiber.lm.model.op.Parameter;
import kleiber.lm.model.spec.Role;

/**
 * Momentum made orthogonal for the matrices between hidden states, AdamW for the rest (Jordan et
 * al., 2024, kellerjordan.github.io/posts/muon; scaled as in Liu et al., arXiv:2502.16982, equation
 * 4):
 *
 * <pre>
 * m ← μm + g        u = g + μm with Nesterov's momentum, else m
 * O ≈ UVᵀ of u = UΣVᵀ, by Newton and Schulz's iteration
 * p ← p − lr·(s·O + λp)
 * </pre>
 *
 * <p>Matrices that are stored as one, such as query, key and value, are made orthogonal one by one.
 * Embeddings, the output head, tables of scores, biases and gains follow {@link AdamW}.
 */
public record Muon(
    @Key(
            doc =
                "Peak learning rate, of AdamW's part too; with scale adam, rates of AdamW carry"
                    + " over.",
            value = "1e-3",
            min = 0)
        double lr,
    @Key(doc = "Momentum μ.", value = "0.95", min = 0, max = 0.999999) double momentum,
    @Key(doc = "Whether the step looks ahead by the momentum.", value = "true") boolean nesterov,
    @Key(
            doc =
                "How the momentum is made orthogonal: three or four polynomials that are best"
                    + " together (Polar Express), or one five times (Jordan, PyTorch). Three take"
                    + " less than half of the time of the five.",
            value = "polar-express-3")
        Iteration iteration,
    @Key(
            doc =
                "s for a matrix [R, C]. adam: 0.2·√max(R, C), entries as large as AdamW's"
                    + " (Moonlight); spectral: √max(1, R/C) (Jordan, for rates around 0.02).",
            value = "adam")
        Scale scale,
    @Key(doc = "Decoupled weight decay, times the rate.", value = "0.1", min = 0)
        double weightDecay,
    @Key(doc = "What decays: all but biases and gains, or all.", value = "matrices")
        Decayed decayed,
    @Key(doc = "AdamW's decay rate of the first moment.", value = "0.9", min = 0, max = 0.999999)
        double beta1,
    @Key(doc = "AdamW's decay rate of the second moment.", value = "0.95", min = 0, max = 0.999999)
        double beta2,
    @Key(doc = "Added to the root of AdamW's second moment.", value = "1e-8", min = 0) double eps,
    RoleRates rates,
    @Inline Stability stability)
    implements OptimizerSpec, DecoupledDecay {
  private static final UpdateFormula MOMENTUM =
      UpdateFormula.over("g", "m", "u")
          .numbers("momentum")
          .mix("m", "momentum", "m", GRADIENT_SCALE, "g")
          .mix("u", GRADIENT_SCALE, "g", "momentum", "m");
  private static final UpdateFormula PLAIN_MOMENTUM =
      UpdateFormula.over("g", "m", "u")
          .numbers("momentum", "one")
          .mix("m", "momentum", "m", GRADIENT_SCALE, "g")
          .scale("u", "one", "m");
  private static final UpdateFormula STEP =
      UpdateFormula.over("o", "p")
          .numbers("keep", "minusRate")
          .mix("p", "keep", "p", "minusRate", "o");

  /** What an orthogonal matrix is multiplied by. */
  public enum Scale {
    /** 0.2·√max(R, C). */
    ADAM,
    /** √max(1, R/C). */
    SPECTRAL;

    double of(int rows, int columns) {
      return this == ADAM
          ? 0.2 * Math.sqrt(Math.max(rows, columns))
          : Math.sqrt(Math.max(1, (double) rows / columns));
    }
  }

  @Override
  public Optimizer bind(UpdateSpace space, ParameterMap map, Variable parameters) {
    Tensor first = space.allocate(map.flatSize());
    List<Parameter> hidden = map.separate().stream().filter(Muon::isOrthogonal).toList();
    List<Optimizer.Part> parts = new ArrayList<>();
    for (List<Parameter> share : Shares.of(hidden, space.lanes(), Muon::cost)) {
      Kernels kernels = space.kernels();
      long elements = share.stream().mapToLong(Parameter::size).max().orElseThrow();
      int side =
          share.stream().mapToInt(p -> Math.min(p.shape()[0], p.shape()[1])).max().orElseThrow();
      Workspace workspace = new Workspace(space, elements, side, PolarFactor.Memory.SQUARES);
      List<Optimizer.Part> inOrder = new ArrayList<>();
      for (Parameter matrix : share) {
        inOrder.add(part(kernels, workspace, matrix, parameters, first));
      }
      parts.add(
          update -> {
            for (int i = 0; i < inOrder.size(); i++) {
              inOrder.get(i).apply(update);
            }
          });
    }
    List<Parameter> rest = map.parameters().stream().filter(p -> !isOrthogonal(p)).toList();
    AdamW adam = adamW();
    AdamW.Bound others = adam.bind(space, rest, parameters, first);
    parts.addAll(others.parts());
    Map<String, Tensor> state = new LinkedHashMap<>();
    state.put("moment1", first);
    state.put("moment2", others.second());
    return new Optimizer(state, parts);
  }

  private static boolean isOrthogonal(Parameter parameter) {
    return parameter.kind() == Role.Kind.HIDDEN;
  }

  /** FLOPs of a step of the iteration, in some unit. */
  private static double cost(Parameter matrix) {
    double n = Math.min(matrix.shape()[0], matrix.shape()[1]);
    return 2 * n * matrix.size() + n * n * n;
  }

  private AdamW adamW() {
    return new AdamW(
        lr, beta1, beta2, eps, weightDecay, decayed, BiasCorrection.MOMENTS, rates, stability);
  }

  private Optimizer.Part part(
      Kernels kernels, Workspace workspace, Parameter matrix, Variable parameters, Tensor first) {
    Variable own = parameters.slice(matrix.offset(), (int) matrix.size());
    PolarFactor.Memory at = PolarFactor.Memory.in(workspace, matrix.shape()[0], matrix.shape()[1]);
    FormulaUpdate momentumStep =
        kernels.update(
            nesterov ? MOMENTUM : PLAIN_MOMENTUM,
            own.gradient(),
            first.slice(matrix.offset(), matrix.size()),
            at.x().slice(0, matrix.size()));
    PolarFactor orthogonal = new PolarFactor(kernels, at, iteration);
    FormulaUpdate step =
        kernels.update(STEP, orthogonal.result().slice(0, matrix.size()), own.value());
    double size = scale.of(matrix.shape()[0], matrix.shape()[1]) * orthogonal.factor();
    ParameterGroup group = decayed.group(matrix, rates, weightDecay);
    double[] momentumNumbers =
        nesterov ? new double[] {1, momentum} : new double[] {1, momentum, 1};
    double[] stepNumbers = new double[3];
    return update -> {
      momentumNumbers[0] = update.gradientScale();
      momentumStep.step(momentumNumbers);
      orthogonal.run();
      double rate = group.lr(update);
      stepNumbers[0] = 1;
      stepNumbers[1] = 1 - rate * group.decay();
      stepNumbers[2] = -rate * size;
      step.step(stepNumbers);
    };
  }
}
