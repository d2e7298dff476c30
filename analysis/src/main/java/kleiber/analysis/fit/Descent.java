package kleiber.analysis.fit;

import java.util.Arrays;

/**
 * Quasi-Newton descent (BFGS, Nocedal and Wright, Numerical Optimization, algorithm 6.1) from the
 * inverse of the reweighted normal matrix. When progress ends before the gradient is small, it
 * starts again from a fresh matrix: a mean-reduced or badly scaled objective that only watches its
 * own change stops early, which is how published fits went wrong (Besiroglu et al.,
 * arXiv:2404.10102).
 */
public final class Descent {
  private static final double SUFFICIENT = 1e-4;
  private static final double CURVATURE = 0.9;
  private static final int RESTARTS = 8;

  /** The longest first step of a parameter, in its own size. */
  private static final double LONGEST = 5;

  /** A parameter is faint if the objective bends this much less along it, in its own size. */
  private static final double FAINT = 1e-3;

  private final FitObjective problem;
  private final int maxIterations;

  /** A descent on {@code problem} of at most {@code maxIterations} steps between restarts. */
  public Descent(FitObjective problem, int maxIterations) {
    this.problem = problem;
    this.maxIterations = maxIterations;
  }

  /**
   * Where a descent ended.
   *
   * @param p internal parameters
   * @param value the objective
   * @param decrement how far the objective could still fall by its own quadratic model, relative to
   *     its value: half of gᵀ H⁻¹ g over the objective
   */
  public record End(double[] p, double value, double decrement) {
    /** Whether the objective could fall by less than {@code tolerance} of itself. */
    public boolean converged(double tolerance) {
      return decrement <= tolerance;
    }
  }

  /** Descends from {@code start} until the decrement is below {@code tolerance}. */
  public End run(double[] start, double tolerance) {
    End end = null;
    double[] p = start;
    for (int restart = 0; restart < RESTARTS; restart++) {
      End next = once(p, tolerance);
      boolean stuck = end != null && end.value - next.value <= tolerance * Math.abs(next.value);
      end = next;
      p = next.p;
      if (stuck || !Double.isFinite(next.value)) {
        break;
      }
    }
    return end;
  }

  private End once(double[] start, double tolerance) {
    int n = problem.size();
    double[] x = start.clone();
    double[] g = new double[n];
    double value = problem.evaluate(x, g);
    double[][] inverse = inverse(damped(problem.normalMatrix(x), x, g));
    double[] trial = new double[n];
    double[] trialGradient = new double[n];
    double decrement = Double.POSITIVE_INFINITY;
    for (int iteration = 0; iteration < maxIterations; iteration++) {
      double[] direction = times(inverse, g);
      double slope = -dot(direction, g);
      decrement = -slope / 2 / Math.max(Math.abs(value), 1e-300);
      if (!(slope < 0) || decrement <= tolerance * 1e-3) {
        break;
      }
      double low = 0;
      double high = Double.POSITIVE_INFINITY;
      double step = 1;
      double trialValue = Double.NaN;
      boolean found = false;
      for (int search = 0; search < 40; search++) {
        for (int j = 0; j < n; j++) {
          trial[j] = x[j] - step * direction[j];
        }
        trialValue = problem.evaluate(trial, trialGradient);
        if (!(trialValue <= value + SUFFICIENT * step * slope)) {
          high = step;
        } else if (-dot(direction, trialGradient) < CURVATURE * slope) {
          low = step;
          found = true;
        } else {
          found = true;
          break;
        }
        step = Double.isInfinite(high) ? 2 * step : (low + high) / 2;
      }
      if (!found || !(trialValue < value)) {
        break;
      }
      update(inverse, x, trial, g, trialGradient);
      value = trialValue;
      System.arraycopy(trial, 0, x, 0, n);
      System.arraycopy(trialGradient, 0, g, 0, n);
    }
    return new End(x, value, Math.max(decrement, 0));
  }

  /**
   * The normal matrix with as much on its diagonal as keeps each parameter's first step below a few
   * times its size (a Levenberg-Marquardt term of its own for each). A term that has all but
   * vanished, such as a floor of e⁻⁵⁰, would otherwise ask for a step of e⁵⁰, and cutting that down
   * would leave none for the others. It goes with the gradient, so it slows no end of a descent.
   */
  private static double[][] damped(double[][] matrix, double[] x, double[] g) {
    double[] weight = new double[x.length];
    for (int j = 0; j < x.length; j++) {
      weight[j] = matrix[j][j] * (1 + x[j] * x[j]);
    }
    double faint = FAINT * Arrays.stream(weight).max().orElse(0);
    for (int j = 0; j < x.length; j++) {
      if (weight[j] < faint) {
        matrix[j][j] += Math.abs(g[j]) / (LONGEST * (1 + Math.abs(x[j])));
      }
    }
    return matrix;
  }

  /** The BFGS update of the inverse Hessian; skipped where curvature is not positive. */
  private static void update(
      double[][] inverse, double[] x, double[] nextX, double[] g, double[] nextG) {
    int n = x.length;
    double[] s = new double[n];
    double[] y = new double[n];
    for (int j = 0; j < n; j++) {
      s[j] = nextX[j] - x[j];
      y[j] = nextG[j] - g[j];
    }
    double sy = dot(s, y);
    double[] hy = times(inverse, y);
    if (sy <= 1e-12 * Math.sqrt(dot(s, s) * dot(y, y))) {
      return;
    }
    double scale = (1 + dot(y, hy) / sy) / sy;
    for (int j = 0; j < n; j++) {
      for (int k = 0; k < n; k++) {
        inverse[j][k] += scale * s[j] * s[k] - (hy[j] * s[k] + s[j] * hy[k]) / sy;
      }
    }
  }

  /**
   * The inverse of a positive semi-definite matrix, lifted a little where it is singular. By
   * elimination without pivots, not by Hipparchus's decompositions: these differ in the last bits,
   * and from NIST's far start of MGH09 such bits decide in which of its valleys a descent ends.
   */
  public static double[][] inverse(double[][] matrix) {
    int n = matrix.length;
    double[] scale = new double[n];
    for (int j = 0; j < n; j++) {
      scale[j] = matrix[j][j] > 0 ? 1 / Math.sqrt(matrix[j][j]) : 1;
    }
    double[][] work = new double[n][2 * n];
    for (int j = 0; j < n; j++) {
      for (int k = 0; k < n; k++) {
        work[j][k] = matrix[j][k] * scale[j] * scale[k] + (j == k ? 1e-9 : 0);
      }
      work[j][n + j] = 1;
    }
    for (int j = 0; j < n; j++) {
      double pivot = Math.max(work[j][j], 1e-12);
      for (int k = 0; k < 2 * n; k++) {
        work[j][k] /= pivot;
      }
      for (int i = 0; i < n; i++) {
        double factor = work[i][j];
        if (i != j && factor != 0) {
          for (int k = 0; k < 2 * n; k++) {
            work[i][k] -= factor * work[j][k];
          }
        }
      }
    }
    double[][] inverse = new double[n][];
    for (int j = 0; j < n; j++) {
      inverse[j] = Arrays.copyOfRange(work[j], n, 2 * n);
      for (int k = 0; k < n; k++) {
        inverse[j][k] *= scale[j] * scale[k];
      }
    }
    return inverse;
  }

  private static double[] times(double[][] matrix, double[] vector) {
    double[] product = new double[vector.length];
    for (int j = 0; j < product.length; j++) {
      product[j] = dot(matrix[j], vector);
    }
    return product;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }
}
