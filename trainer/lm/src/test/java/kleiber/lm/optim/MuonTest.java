package kleiber.lm.optim;

import static kleiber.lm.optim.OptimizerTrial.MAP;
import static kleiber.lm.optim.OptimizerTrial.STEPS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import kleiber.engine.backend.Optimizer;
import kleiber.engine.backend.UpdateSpace;
import kleiber.engine.reference.ReferenceBackend;
import kleiber.engine.tensor.Tensor;
import kleiber.engine.tensor.Variable;
import kleiber.lm.model.op.Parameter;
import kleiber.lm.model.spec.Role;
import kleiber.lm.optim.OptimizerSpec.Decayed;
import org.junit.jupiter.api.Test;

/** Muon as Jordan and Moonlight write it, in plain loops over doubles. */
class MuonTest {
  /**
   * Newton and Schulz's iteration makes small singular values, and their errors, 500 times larger.
   */
  private static final double FLOAT = 1e-5;

  private static Muon muon(boolean nesterov, Iteration iteration, Muon.Scale scale) {
    return new Muon(
        1,
        0.95,
        nesterov,
        iteration,
        scale,
        0.1,
        Decayed.MATRICES,
        0.9,
        0.95,
        1e-3,
        RoleRates.ONE,
        new Stability(1, 0));
  }

  @Test
  void hiddenMatricesFollowOrthogonalMomentumAndTheRestFollowsAdamW() {
    OptimizerTrial.assertComesTo(
        muon(true, Iteration.POLAR_EXPRESS_3, Muon.Scale.ADAM),
        expected(true, MuonTest::polarExpress, (r, c) -> 0.2 * Math.sqrt(Math.max(r, c))),
        FLOAT);
  }

  @Test
  void jordansScaleAndPlainMomentum() {
    OptimizerTrial.assertComesTo(
        muon(false, Iteration.JORDAN_5, Muon.Scale.SPECTRAL),
        expected(false, MuonTest::jordan, (r, c) -> Math.sqrt(Math.max(1, (double) r / c))),
        FLOAT);
  }

  private interface Orthogonal {
    double[][] of(double[][] u);
  }

  private interface Size {
    double of(int rows, int columns);
  }

  private static double[] expected(boolean nesterov, Orthogonal orthogonal, Size size) {
    double[] p = OptimizerTrial.start();
    for (Parameter parameter : MAP.separate()) {
      if (parameter.kind() == Role.Kind.HIDDEN) {
        orthogonal(p, parameter, nesterov, orthogonal, size);
      } else {
        adamW(p, parameter);
      }
    }
    return p;
  }

  private static void orthogonal(
      double[] p, Parameter matrix, boolean nesterov, Orthogonal orthogonal, Size size) {
    int from = (int) matrix.offset();
    int rows = matrix.shape()[0];
    int columns = matrix.shape()[1];
    double[][] m = new double[rows][columns];
    double[][] u = new double[rows][columns];
    for (int t = 1; t <= STEPS; t++) {
      double[] g = OptimizerTrial.gradient(t);
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          double gradient = g[from + i * columns + j];
          m[i][j] = 0.95 * m[i][j] + gradient;
          u[i][j] = nesterov ? gradient + 0.95 * m[i][j] : m[i][j];
        }
      }
      double[][] o = orthogonal.of(u);
      double lr = OptimizerTrial.rate(t);
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          int at = from + i * columns + j;
          p[at] -= lr * (size.of(rows, columns) * o[i][j] + 0.1 * p[at]);
        }
      }
    }
  }

  static void adamW(double[] p, Parameter parameter) {
    double decay = parameter.shape().length > 1 ? 0.1 : 0;
    double[][] gradients = new double[STEPS + 1][];
    for (int t = 1; t <= STEPS; t++) {
      gradients[t] = OptimizerTrial.gradient(t);
    }
    for (int i = (int) parameter.offset(); i < parameter.offset() + parameter.size(); i++) {
      double m = 0;
      double v = 0;
      for (int t = 1; t <= STEPS; t++) {
        double g = gradients[t][i];
        m = 0.9 * m + 0.1 * g;
        v = 0.95 * v + 0.05 * g * g;
        double mHat = m / (1 - Math.pow(0.9, t));
        double vHat = v / (1 - Math.pow(0.95, t));
        p[i] -= OptimizerTrial.rate(t) * (mHat / (Math.sqrt(vHat) + 1e-3) + decay * p[i]);
      }
    }
  }

  /** Jordan's: five times the same, after division by the Frobenius norm. */
  private static double[][] jordan(double[][] u) {
    double[][] x = combine(1 / (norm(u) + 1e-7), u, 0, u);
    for (int step = 0; step < 5; step++) {
      x = step(x, 3.4445, -4.7750, 2.0315);
    }
    return x;
  }

  /**
   * Three polynomials that the authors' {@code optimal_composition(l=0.01, num_iters=3,
   * safety_factor_eps=0, cushion=0)} gives.
   */
  private static double[][] polarExpress(double[][] u) {
    double[][] x = combine(1 / Math.sqrt(norm(product(u, transposed(u)))), u, 0, u);
    x = step(x, 8.093369, -23.62043, 17.446152);
    x = step(x, 3.636586, -2.721927, 0.536546);
    return step(x, 2.6613, -1.977155, 0.452616);
  }

  static double norm(double[][] x) {
    double squares = 0;
    for (double[] row : x) {
      for (double value : row) {
        squares += value * value;
      }
    }
    return Math.sqrt(squares);
  }

  /** aX + b(XXᵀ)X + c(XXᵀ)²X, from the left whatever the shape. */
  private static double[][] step(double[][] x, double a, double b, double c) {
    double[][] cubed = product(product(x, transposed(x)), x);
    double[][] fifth = product(product(x, transposed(x)), cubed);
    return combine(1, combine(a, x, b, cubed), c, fifth);
  }

  static double[][] combine(double a, double[][] x, double b, double[][] y) {
    double[][] sum = new double[x.length][x[0].length];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < x[0].length; j++) {
        sum[i][j] = a * x[i][j] + b * y[i][j];
      }
    }
    return sum;
  }

  static double[][] transposed(double[][] x) {
    double[][] t = new double[x[0].length][x.length];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < x[0].length; j++) {
        t[j][i] = x[i][j];
      }
    }
    return t;
  }

  static double[][] product(double[][] x, double[][] y) {
    double[][] z = new double[x.length][y[0].length];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < y[0].length; j++) {
        for (int k = 0; k < y.length; k++) {
          z[i][j] += x[i][k] * y[k][j];
        }
      }
    }
    return z;
  }

  @Test
  void secondMomentsAreKeptForAdamWsPartAlone() {
    try (ReferenceBackend backend = new ReferenceBackend()) {
      Tensor values = backend.allocate((int) MAP.size());
      Tensor gradients = backend.allocate((int) MAP.size());
      Optimizer bound =
          muon(true, Iteration.POLAR_EXPRESS_3, Muon.Scale.ADAM)
              .bind(new UpdateSpace(backend, 50, 2), MAP, new Variable(values, gradients));
      long rest =
          MAP.parameters().stream()
              .filter(p -> p.kind() != Role.Kind.HIDDEN)
              .mapToLong(Parameter::size)
              .sum();
      assertThat(bound.state().get("moment1").size()).isEqualTo(MAP.size());
      assertThat(bound.state().get("moment2").size()).isEqualTo(rest);
    }
  }

  @Test
  void sharesOfMatricesTakeAboutTheSameTime() {
    List<Double> pieces = List.of(1.0, 1.0, 4.0, 1.0, 5.0, 2.0, 2.0);
    assertThat(Shares.of(pieces, 2, piece -> piece))
        .containsExactly(List.of(5.0, 2.0, 1.0), List.of(4.0, 2.0, 1.0, 1.0));
    assertThat(Shares.of(List.of(3.0), 2, piece -> piece)).containsExactly(List.of(3.0));
  }
}
