package kleiber.analysis.law;

import java.util.ArrayList;
import java.util.List;

/**
 * L(N, D) = [(N_c/N)^(α_N/α_D) + D_c/D]^α_D (Kaplan et al., arXiv:2001.08361, equation 1.5), N
 * without embeddings, D in tokens, N_c and D_c in the same.
 */
public record KaplanJoint() implements Law {
  @Override
  public String id() {
    return "kaplan";
  }

  @Override
  public String formula() {
    return "L = [(Nc/N)^(αN/αD) + Dc/D]^αD";
  }

  @Override
  public String source() {
    return "Kaplan et al. 2020, arXiv:2001.08361, equation 1.5";
  }

  @Override
  public List<Input> inputs() {
    return List.of(Input.N, Input.D);
  }

  @Override
  public List<LawParameter> parameters() {
    return List.of(
        LawParameter.coefficient("Nc"),
        LawParameter.exponent("alphaN"),
        LawParameter.coefficient("Dc"),
        LawParameter.exponent("alphaD"));
  }

  /**
   * Internal: n and d with ln terms (n − α_N x_N)/α_D and (d − α_D x_D)/α_D, and both exponents.
   */
  @Override
  public double logLoss(double[] p, double[] x, double[] gradient) {
    double power = p[3];
    double size = (p[0] - p[1] * x[0]) / power;
    double data = p[2] / power - x[1];
    double[] shares = new double[2];
    double sum = Terms.logSum(new double[] {size, data}, shares);
    gradient[0] = shares[0];
    gradient[1] = -shares[0] * x[0];
    gradient[2] = shares[1];
    gradient[3] = sum - shares[0] * size - shares[1] * p[2] / power;
    return power * sum;
  }

  /** The terms inside the bracket; with a power below zero loss would rise as they shrink. */
  @Override
  public TradeOff surface(double[] p, double[] centres) {
    return new TradeOff(
        (n, d) -> loss(p, centres, n, d),
        (p[0] + p[1] * centres[0]) / p[3],
        p[1] / p[3],
        p[2] / p[3] + centres[1],
        Math.signum(p[3]));
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
      for (double d = 0.02; d < 1.5; d *= 1.6) {
        double[] logs =
            Terms.logCoefficients(samples, false, new int[] {0, 1}, new double[] {n / d, 1}, 1 / d);
        starts.add(new double[] {d * logs[0], n, d * logs[1], d});
      }
    }
    return starts;
  }
}
