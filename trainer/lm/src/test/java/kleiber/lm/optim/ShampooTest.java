package kleiber.lm.optim;

import static kleiber.lm.optim.OptimizerTrial.MAP;
import static kleiber.lm.optim.OptimizerTrial.STEPS;

import kleiber.lm.model.op.Parameter;
import kleiber.lm.model.spec.Role;
import kleiber.lm.optim.OptimizerSpec.Decayed;
import org.junit.jupiter.api.Test;

/** Shampoo in plain loops over doubles, its roots by eigenvalues. */
class ShampooTest {
  private static final double RIDGE = 1e-2;
  private static final double FLOAT = 2e-5;
  private static final int INTERVAL = 3;

  private static Shampoo shampoo(int largest) {
    return new Shampoo(
        1,
        0.9,
        0.95,
        INTERVAL,
        largest,
        RIDGE,
        1e-3,
        0.1,
        Decayed.MATRICES,
        RoleRates.ONE,
        new Stability(1, 0));
  }

  @Test
  void bothSidesOfAMatrixArePreconditionedByFourthRoots() {
    OptimizerTrial.assertComesTo(shampoo(12), expected(12), FLOAT);
  }

  @Test
  void sidesThatAreTooLongAreLeftOut() {
    OptimizerTrial.assertComesTo(shampoo(8), expected(8), FLOAT);
    OptimizerTrial.assertComesTo(shampoo(1), expected(1), FLOAT);
  }

  private static double[] expected(int largest) {
    double[] p = OptimizerTrial.start();
    for (Parameter parameter : MAP.separate()) {
      if (parameter.kind() == Role.Kind.HIDDEN) {
        preconditioned(p, parameter, largest);
      } else {
        MuonTest.adamW(p, parameter);
      }
    }
    return p;
  }

  private static void preconditioned(double[] p, Parameter matrix, int largest) {
    int from = (int) matrix.offset();
    int rows = matrix.shape()[0];
    int columns = matrix.shape()[1];
    boolean left = rows <= largest;
    boolean right = columns <= largest;
    double power = left && right ? -0.25 : -0.5;
    double[][] l = new double[rows][rows];
    double[][] r = new double[columns][columns];
    double[][] leftRoot = identity(rows);
    double[][] rightRoot = identity(columns);
    double[][] m = new double[rows][columns];
    for (int t = 1; t <= STEPS; t++) {
      double[] gradients = OptimizerTrial.gradient(t);
      double[][] g = new double[rows][columns];
      for (int i = 0; i < rows * columns; i++) {
        g[i / columns][i % columns] = gradients[from + i];
      }
      m = MuonTest.combine(0.9, m, 0.1, g);
      l = MuonTest.combine(0.95, l, 0.05, MuonTest.product(g, MuonTest.transposed(g)));
      r = MuonTest.combine(0.95, r, 0.05, MuonTest.product(MuonTest.transposed(g), g));
      double[][] u = left ? MuonTest.product(leftRoot, m) : m;
      u = right ? MuonTest.product(u, rightRoot) : u;
      double size = 0.2 * Math.sqrt(rows * columns) / MuonTest.norm(u);
      double lr = OptimizerTrial.rate(t);
      for (int i = 0; i < rows * columns; i++) {
        double value = p[from + i];
        p[from + i] = value - lr * (size * u[i / columns][i % columns] + 0.1 * value);
      }
      if (t == 1 || t % INTERVAL == 0) {
        leftRoot = root(l, power);
        rightRoot = root(r, power);
      }
    }
  }

  private static double[][] identity(int n) {
    double[][] identity = new double[n][n];
    for (int i = 0; i < n; i++) {
      identity[i][i] = 1;
    }
    return identity;
  }

  /** (A/‖A‖ + ρI)^power by Jacobi's rotations. */
  private static double[][] root(double[][] a, double power) {
    int n = a.length;
    double[][] d = MuonTest.combine(1 / MuonTest.norm(a), a, RIDGE, identity(n));
    double[][] v = identity(n);
    for (int sweep = 0; sweep < 10; sweep++) {
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          double angle = 0.5 * Math.atan2(2 * d[p][q], d[q][q] - d[p][p]);
          rotate(d, p, q, angle);
          d = MuonTest.transposed(d);
          rotate(d, p, q, angle);
          rotate(v, p, q, angle);
        }
      }
    }
    double[][] powers = new double[n][n];
    for (int i = 0; i < n; i++) {
      powers[i][i] = Math.pow(d[i][i], power);
    }
    return MuonTest.product(v, MuonTest.product(powers, MuonTest.transposed(v)));
  }

  /** Turns columns p and q. */
  private static void rotate(double[][] x, int p, int q, double angle) {
    for (double[] row : x) {
      double first = Math.cos(angle) * row[p] - Math.sin(angle) * row[q];
      row[q] = Math.sin(angle) * row[p] + Math.cos(angle) * row[q];
      row[p] = first;
    }
  }
}
