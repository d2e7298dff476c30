package kleiber.lm.optim;

import static kleiber.engine.kernels.ProductForm.symmetric;

import java.util.ArrayList;
import java.util.List;
import kleiber.engine.kernels.FormulaUpdate;
import kleiber.engine.kernels.Kernels;
import kleiber.engine.kernels.ProductForm;
import kleiber.engine.kernels.UpdateFormula;
import kleiber.engine.tensor.Tensor;

/**
 * (A/‖A‖ + ρI)^(−1/p) of a symmetric matrix without negative eigenvalues, for p = 2 or 4, by the
 * coupled Newton iteration (Anil et al., arXiv:2002.09018, appendix; Guo and Higham, 2006):
 *
 * <pre>
 * M = z(A/‖A‖ + ρI)     X = z^(1/p)·I     z = (p+1)/(2(1+ρ))
 * T = ((p+1)I − M)/p    X ← XT            M ← TᵖM        until M = I
 * </pre>
 *
 * <p>Products alone, in fp32 on every backend. The number of steps follows from ρ: small
 * eigenvalues grow by ((p+1)/p)ᵖ a step, and then six steps double the digits.
 */
final class InverseRoot implements Runnable {
  /** Squares that are taken of a workspace. */
  static final int SQUARES = 5;

  private static final ProductForm PRODUCT = symmetric(1).exactly();
  private static final UpdateFormula COPY =
      UpdateFormula.over("m", "a").numbers("one").scale("m", "one", "a");
  private static final UpdateFormula SHIFT =
      UpdateFormula.over("m", "i").numbers("z", "ridge").mix("m", "z", "m", "ridge", "i");
  private static final UpdateFormula FACTOR =
      UpdateFormula.over("t", "m", "i").numbers("a", "b").mix("t", "a", "m", "b", "i");
  private static final UpdateFormula SCALE =
      UpdateFormula.over("x", "t").numbers("a").scale("x", "a", "t");

  private final Kernels kernels;
  private final List<Runnable> calls = new ArrayList<>();

  /**
   * @param a [n, n]
   * @param identity [n, n]
   * @param root [n, n], where the result goes
   * @param power p
   * @param ridge ρ
   */
  InverseRoot(
      Kernels kernels,
      Workspace workspace,
      Tensor a,
      Tensor identity,
      Tensor root,
      int power,
      double ridge) {
    this.kernels = kernels;
    int n = a.rows();
    Tensor m = workspace.square(0, n);
    Tensor t = workspace.square(1, n);
    Tensor x = workspace.square(2, n);
    Tensor spare = workspace.square(3, n);
    Tensor powers = workspace.square(4, n);
    double z = (power + 1) / (2 * (1 + ridge));
    add(COPY, new double[] {1, 1}, m, a);
    calls.add(kernels.normalize(m, m, 1, 1e-30));
    add(SHIFT, new double[] {1, z, z * ridge}, m, identity);
    double growth = Math.pow((power + 1.0) / power, power);
    int steps = (int) Math.ceil(Math.log(1 / ridge) / Math.log(growth)) + 6;
    for (int step = 0; step < steps; step++) {
      add(FACTOR, new double[] {1, -1.0 / power, (power + 1.0) / power}, t, m, identity);
      Tensor next = step == steps - 1 ? root : spare;
      if (step == 0) {
        add(SCALE, new double[] {1, Math.pow(z, 1.0 / power)}, x, t);
      } else {
        product(x, t, next);
        spare = x;
        x = next;
      }
      if (step < steps - 1) {
        product(t, t, spare);
        if (power == 4) {
          product(spare, spare, powers);
          product(powers, m, spare);
        } else {
          product(spare, m, powers);
          Tensor swap = spare;
          spare = powers;
          powers = swap;
        }
        Tensor swap = m;
        m = spare;
        spare = swap;
      }
    }
  }

  private void product(Tensor a, Tensor b, Tensor to) {
    calls.add(kernels.product(PRODUCT, a, b, null, to));
  }

  private void add(UpdateFormula formula, double[] numbers, Tensor... tensors) {
    FormulaUpdate update = kernels.update(formula, tensors);
    calls.add(() -> update.step(numbers));
  }

  @Override
  public void run() {
    for (int i = 0; i < calls.size(); i++) {
      calls.get(i).run();
    }
  }
}
