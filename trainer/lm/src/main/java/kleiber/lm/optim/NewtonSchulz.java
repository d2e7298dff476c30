package kleiber.lm.optim;

import java.util.ArrayList;
import java.util.List;
import kleiber.engine.kernels.Kernels;
import kleiber.engine.tensor.Tensor;

/**
 * The orthogonal factor of a matrix by Newton and Schulz's iteration, in Jordan's form (Jordan et
 * al., 2024, kellerjordan.github.io/posts/muon; Jordan's coefficients):
 *
 * <pre>
 * X ← U/(‖U‖ + ε), with the Frobenius norm       then, five times as a rule,
 * A = XXᵀ        X ← aX + (bA + cA²)X            a = 3.4445, b = −4.7750, c = 2.0315
 * </pre>
 *
 * <p>Where U has more rows than columns A = XᵀX stands on the right: it is the smaller of the two.
 * Singular values come to lie between about 0.7 and 1.2, whatever they were.
 *
 * <p>Only products are computed: with X = αY, A' = (b/a)α²YYᵀ and B = A' + (ca/b²)A'² a step is Y ←
 * Y + BY, α ← aα. So the result is {@link #factor} times {@link #result}.
 */
final class NewtonSchulz implements Runnable {
  private static final double A = 3.4445;
  private static final double B = -4.7750;
  private static final double C = 2.0315;

  /** Added to the norm, as PyTorch does. */
  private static final double EPSILON = 1e-7;

  private final List<Runnable> calls = new ArrayList<>();
  private final Tensor result;
  private final double factor;

  /**
   * Binds the iteration to the first matrix of a workspace, which it overwrites.
   *
   * @param steps of the iteration
   */
  NewtonSchulz(Kernels kernels, Workspace.Matrices at, int steps) {
    boolean tall = at.isTall();
    Tensor from = at.x();
    Tensor to = at.other();
    double alpha = 1;
    calls.add(kernels.normalize(from, EPSILON));
    for (int step = 0; step < steps; step++) {
      double gram = B / A * alpha * alpha;
      calls.add(kernels.product(from, tall, from, !tall, gram, null, at.gram()));
      calls.add(
          kernels.product(
              at.gram(), false, at.gram(), false, C * A / (B * B), at.gram(), at.square()));
      calls.add(
          tall
              ? kernels.product(from, false, at.square(), false, 1, from, to)
              : kernels.product(at.square(), false, from, false, 1, from, to));
      Tensor swap = from;
      from = to;
      to = swap;
      alpha *= A;
    }
    this.result = from;
    this.factor = alpha;
  }

  /** Where the result is after {@link #run}, but for {@link #factor}. */
  Tensor result() {
    return result;
  }

  /** What the result is to be multiplied by. */
  double factor() {
    return factor;
  }

  @Override
  public void run() {
    for (int i = 0; i < calls.size(); i++) {
      calls.get(i).run();
    }
  }
}
