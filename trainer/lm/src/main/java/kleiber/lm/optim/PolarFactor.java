package kleiber.lm.optim;

import static kleiber.engine.kernels.ProductForm.scaled;
import static kleiber.engine.kernels.ProductForm.symmetric;

import java.util.ArrayList;
import java.util.List;
import kleiber.engine.kernels.FormulaUpdate;
import kleiber.engine.kernels.Kernels;
import kleiber.engine.kernels.ProductForm;
import kleiber.engine.kernels.UpdateFormula;
import kleiber.engine.tensor.Tensor;

/**
 * About the orthogonal factor UVᵀ of a matrix X = UΣVᵀ, by an {@link Iteration} in matrix products
 * alone. With A = XXᵀ (XᵀX on the right where X has more rows than columns), a step is
 *
 * <pre>
 * X ← (aI + bA + cA²)·X
 * </pre>
 *
 * <p>Factors a are left out until the end: X = αY and A = α²G make a step Y ← Y + sBY with B = G +
 * (c/b)α²G², s = (b/a)α², and α ← aα. The result is {@link #factor} times {@link #result}.
 *
 * <p>A matrix much longer than wide is not touched until the end: G ← (I + sB)G(I + sB) follows its
 * own steps, W gathers them with Y = (I + W)X, and all those products are of symmetric matrices.
 */
final class PolarFactor implements Runnable {
  /** Rows per column, or columns per row, from which fewer FLOPs are needed with W. */
  private static final double LONG = 1.5;

  private static final double LEAST = 1e-30;

  private static final UpdateFormula SCALE =
      UpdateFormula.over("w", "b").numbers("s").scale("w", "s", "b");
  private static final UpdateFormula ADD =
      UpdateFormula.over("w", "b").numbers("one", "s").mix("w", "one", "w", "s", "b");

  private final Kernels kernels;
  private final Memory at;
  private final boolean tall;
  private final List<Runnable> calls = new ArrayList<>();
  private final double factor;
  private Tensor result;

  /**
   * What it computes in, for a matrix [R, C] with n = min(R, C).
   *
   * @param x [R, C], the matrix itself
   * @param other [R, C]
   * @param gram [n, n]
   * @param square [n, n]
   * @param gathered [n, n]
   * @param spare [n, n]
   */
  record Memory(Tensor x, Tensor other, Tensor gram, Tensor square, Tensor gathered, Tensor spare) {
    /** Squares that are taken of a workspace. */
    static final int SQUARES = 4;

    static Memory in(Workspace space, int rows, int columns) {
      int n = Math.min(rows, columns);
      return new Memory(
          space.whole(0, rows, columns),
          space.whole(1, rows, columns),
          space.square(0, n),
          space.square(1, n),
          space.square(2, n),
          space.square(3, n));
    }

    private boolean isTall() {
      return x.rows() > x.columns();
    }

    /** The larger dimension per the smaller. */
    private double length() {
      double ratio = (double) x.rows() / x.columns();
      return Math.max(ratio, 1 / ratio);
    }
  }

  /** Binds the iteration to the matrix in {@code at}, which it overwrites. */
  PolarFactor(Kernels kernels, Memory at, Iteration iteration) {
    this.kernels = kernels;
    this.at = at;
    this.tall = at.isTall();
    this.result = at.x();
    normalize(iteration.byFrobenius());
    double alpha =
        at.length() < LONG ? direct(iteration.polynomials()) : gathered(iteration.polynomials());
    this.factor = alpha;
  }

  private void normalize(boolean byFrobenius) {
    Tensor x = at.x();
    if (byFrobenius) {
      calls.add(kernels.normalize(x, x, 1, 1e-7));
      gram(x);
    } else {
      gram(x);
      calls.add(kernels.normalize(x, at.gram(), 0.5, Math.sqrt(LEAST)));
      calls.add(kernels.normalize(at.gram(), at.gram(), 1, LEAST));
    }
  }

  private void gram(Tensor x) {
    ProductForm form = tall ? ProductForm.ofColumns() : ProductForm.ofRows();
    calls.add(kernels.product(form, x, x, null, at.gram()));
  }

  /** Returns α. */
  private double direct(List<Iteration.Quintic> polynomials) {
    double alpha = 1;
    Tensor y = at.x();
    Tensor next = at.other();
    for (Iteration.Quintic p : polynomials) {
      if (alpha > 1) {
        gram(y);
      }
      square(at.gram(), p, alpha);
      product(scaled(p.b() / p.a() * alpha * alpha), at.square(), y, next);
      Tensor swap = y;
      y = next;
      next = swap;
      alpha *= p.a();
    }
    result = y;
    return alpha;
  }

  /** B ← G + (c/b)α²G². */
  private void square(Tensor gram, Iteration.Quintic p, double alpha) {
    ProductForm form = symmetric(p.c() / p.b() * alpha * alpha);
    calls.add(kernels.product(form, gram, gram, gram, at.square()));
  }

  /** to ← Y + (factor·by)Y, from the side of the smaller dimension. */
  private void product(ProductForm form, Tensor by, Tensor y, Tensor to) {
    calls.add(tall ? kernels.product(form, y, by, y, to) : kernels.product(form, by, y, y, to));
  }

  /** Returns α. */
  private double gathered(List<Iteration.Quintic> polynomials) {
    double alpha = 1;
    Tensor gram = at.gram();
    Tensor b = at.square();
    Tensor w = at.gathered();
    Tensor spare = at.spare();
    for (int i = 0; i < polynomials.size(); i++) {
      Iteration.Quintic p = polynomials.get(i);
      double s = p.b() / p.a() * alpha * alpha;
      square(gram, p, alpha);
      if (i == 0) {
        calls.add(formula(SCALE, new double[] {1, s}, w, b));
      } else {
        calls.add(kernels.product(symmetric(s), b, w, w, spare));
        calls.add(formula(ADD, new double[] {1, 1, s}, spare, b));
        Tensor swap = w;
        w = spare;
        spare = swap;
      }
      if (i < polynomials.size() - 1) {
        calls.add(kernels.product(symmetric(s), gram, b, gram, spare));
        calls.add(kernels.product(symmetric(s), b, spare, spare, gram));
      }
      alpha *= p.a();
    }
    product(scaled(1), w, at.x(), at.other());
    result = at.other();
    return alpha;
  }

  private Runnable formula(UpdateFormula formula, double[] numbers, Tensor w, Tensor b) {
    FormulaUpdate update = kernels.update(formula, w, b);
    return () -> update.step(numbers);
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
