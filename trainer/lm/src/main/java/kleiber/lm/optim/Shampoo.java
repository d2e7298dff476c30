package kleiber.lm.optim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kleiber.core.schema.Inline;
import kleiber.core.schema.Key;
import kleiber.engine.backend.Optimizer;
import kleiber.engine.backend.UpdateSpace;
import kleiber.engine.kernels.Kernels;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import kleiber.lm.model.blueprint.ParameterMap;
import kleiber.lm.model.op.Parameter;
import kleiber.lm.model.spec.Role;

/**
 * Shampoo for the matrices between hidden states, AdamW for the rest (Gupta et al.,
 * arXiv:1802.09568, algorithm 1, with running means and stale roots as in Anil et al.,
 * arXiv:2002.09018):
 *
 * <pre>
 * m ← β₁m + (1−β₁)G      U = L^(−1/4)·m·R^(−1/4)      p ← p − lr·( 0.2·√(rows·columns)·U/‖U‖ + λp )
 * L ← β₂L + (1−β₂)GGᵀ    R ← β₂R + (1−β₂)GᵀG          their roots anew every few steps, after the step
 * </pre>
 *
 * <p>The size of a step is AdamW's usual one (arXiv:2502.16982), in place of grafting, so the scale
 * of L and R does not matter. A side longer than {@code largest} is left out, and the other root is
 * −1/2 then. Until there are roots U = m. Roots are computed by products alone; SOAP would need
 * eigenvectors, for which a GPU's recorded steps have no kernel.
 */
public record Shampoo(
    @Key(
            doc = "Peak learning rate, of AdamW's part too; rates of AdamW carry over.",
            value = "1e-3",
            min = 0)
        double lr,
    @Key(doc = "Decay rate of the momentum, AdamW's too.", value = "0.9", min = 0, max = 0.999999)
        double beta1,
    @Key(
            doc = "Decay rate of L and R, and of AdamW's second moment.",
            value = "0.95",
            min = 0,
            max = 0.999999)
        double beta2,
    @Key(doc = "Steps from one computation of the roots to the next.", value = "10", min = 1)
        int interval,
    @Key(doc = "Longest side of a matrix that has its own L or R.", value = "1024", min = 1)
        int largest,
    @Key(
            doc = "Added to the eigenvalues of L/‖L‖ and R/‖R‖.",
            value = "1e-6",
            min = 1e-6,
            max = 0.1)
        double ridge,
    @Key(doc = "Added to the root of AdamW's second moment.", value = "1e-8", min = 0) double eps,
    @Key(doc = "Decoupled weight decay, times the rate.", value = "0.1", min = 0)
        double weightDecay,
    @Key(doc = "What decays: all but biases and gains, or all.", value = "matrices")
        Decayed decayed,
    RoleRates rates,
    @Inline Stability stability)
    implements OptimizerSpec, DecoupledDecay {

  @Override
  public Optimizer bind(UpdateSpace space, ParameterMap map, Variable parameters) {
    Tensor first = space.allocate(map.flatSize());
    List<Parameter> hidden =
        map.separate().stream().filter(p -> p.kind() == Role.Kind.HIDDEN).toList();
    Preconditioners sides = new Preconditioners(space, hidden, largest);
    List<Optimizer.Part> parts = new ArrayList<>();
    List<Optimizer.Part> after = new ArrayList<>();
    for (List<Parameter> share : Shares.of(hidden, space.lanes(), sides::cost)) {
      Kernels kernels = space.kernels();
      Workspace workspace = sides.workspace(space, share);
      List<ShampooMatrix> matrices =
          share.stream()
              .map(p -> new ShampooMatrix(this, kernels, workspace, p, parameters, first, sides))
              .toList();
      parts.add(update -> matrices.forEach(matrix -> matrix.apply(update)));
      after.add(
          update -> {
            if (update.step() == 1 || update.step() % interval == 0) {
              matrices.forEach(ShampooMatrix::renew);
            }
          });
    }
    AdamW adam =
        new AdamW(
            lr, beta1, beta2, eps, weightDecay, decayed, BiasCorrection.MOMENTS, rates, stability);
    List<Parameter> rest =
        map.parameters().stream().filter(p -> p.kind() != Role.Kind.HIDDEN).toList();
    AdamW.Bound others = adam.bind(space, rest, parameters, first);
    parts.addAll(others.parts());
    Map<String, Tensor> state = new LinkedHashMap<>();
    state.put("moment1", first);
    state.put("moment2", others.second());
    state.put("statistics", sides.statistics());
    state.put("roots", sides.roots());
    return new Optimizer(state, parts, after, () -> {});
  }
}
