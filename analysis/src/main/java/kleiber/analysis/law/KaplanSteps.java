package kleiber.analysis.law;

import java.util.ArrayList;
import java.util.List;

/**
 * L(N, S) = (N_c/N)^α_N + (S_c/S)^α_S: loss along a learning curve (Kaplan et al.,
 * arXiv:2001.08361, equation 1.6). S is S_min, the steps at a batch far above the critical one.
 */
public record KaplanSteps() implements Law {
  @Override
  public String id() {
    return "kaplan-steps";
  }

  @Override
  public String formula() {
    return "L = (Nc/N)^αN + (Sc/S)^αS";
  }

  @Override
  public String source() {
    return "Kaplan et al. 2020, arXiv:2001.08361, equation 1.6";
  }

  @Override
  public List<Input> inputs() {
    return List.of(Input.N, Input.S);
  }

  @Override
  public List<LawParameter> parameters() {
    return List.of(
        LawParameter.coefficient("Nc"),
        LawParameter.exponent("alphaN"),
        LawParameter.coefficient("Sc"),
        LawParameter.exponent("alphaS"));
  }

  @Override
  public double logLoss(double[] p, double[] x, double[] gradient) {
    double[] shares = new double[2];
    double value = Terms.logSum(new double[] {p[0] - p[1] * x[0], p[2] - p[3] * x[1]}, shares);
    gradient[0] = shares[0];
    gradient[1] = -shares[0] * x[0];
    gradient[2] = shares[1];
    gradient[3] = -shares[1] * x[1];
    return value;
  }

  @Override
  public double[] published(double[] p, double[] centres) {
    return new double[] {
      Math.exp(p[0] / p[1] + centres[0]), p[1], Math.exp(p[2] / p[3] + centres[1]), p[3]
    };
  }

  @Override
  public List<double[]> starts(Samples samples) {
    List<double[]> starts = new ArrayList<>();
    for (double n = 0.02; n < 1.5; n *= 1.6) {
      for (double s = 0.05; s < 3; s *= 1.6) {
        double[] logs =
            Terms.logCoefficients(samples, false, new int[] {0, 1}, new double[] {n, s}, 1);
        starts.add(new double[] {logs[0], n, logs[1], s});
      }
    }
    return starts;
  }
}
