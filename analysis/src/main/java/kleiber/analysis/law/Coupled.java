package kleiber.analysis.law;

import java.util.ArrayList;
import java.util.List;

/**
 * L(N, D) = E + (A/N^α + B/D^β)^γ: {@link Chinchilla} with the two shortages coupled, at γ = 1 the
 * same. Losses in nats.
 */
public record Coupled() implements Law {
  private static final double[] GAMMAS = {0.5, 1, 2};

  @Override
  public String id() {
    return "coupled";
  }

  @Override
  public String formula() {
    return "L = E + (A/N^α + B/D^β)^γ";
  }

  @Override
  public String source() {
    return "the gamma form of Chinchilla's equation 2, as used by OpenEuroLLM";
  }

  @Override
  public List<Input> inputs() {
    return List.of(Input.N, Input.D);
  }

  @Override
  public List<LawParameter> parameters() {
    return List.of(
        LawParameter.floor("E"),
        LawParameter.coefficient("A"),
        LawParameter.exponent("alpha"),
        LawParameter.coefficient("B"),
        LawParameter.exponent("beta"),
        LawParameter.shape("gamma"));
  }

  /** Internal: as {@link Chinchilla}'s, and ln γ, since the loss rises with shortage. */
  @Override
  public double logLoss(double[] p, double[] x, double[] gradient) {
    double gamma = Math.exp(p[5]);
    double[] inner = new double[2];
    double sum = Terms.logSum(new double[] {p[1] - p[2] * x[0], p[3] - p[4] * x[1]}, inner);
    double[] outer = new double[2];
    double value = Terms.logSum(new double[] {p[0], gamma * sum}, outer);
    double slope = outer[1] * gamma;
    gradient[0] = outer[0];
    gradient[1] = slope * inner[0];
    gradient[2] = -slope * inner[0] * x[0];
    gradient[3] = slope * inner[1];
    gradient[4] = -slope * inner[1] * x[1];
    gradient[5] = slope * sum;
    return value;
  }

  @Override
  public TradeOff surface(double[] p, double[] centres) {
    return TradeOff.of((n, d) -> loss(p, centres, n, d), p, centres);
  }

  @Override
  public double[] published(double[] p, double[] centres) {
    TradeOff terms = surface(p, centres);
    return new double[] {
      Math.exp(p[0]),
      Math.exp(terms.logA()),
      terms.alpha(),
      Math.exp(terms.logB()),
      terms.beta(),
      Math.exp(p[5])
    };
  }

  /** Those of {@link Chinchilla}, and others that agree with them where one term is all. */
  @Override
  public List<double[]> starts(Samples samples) {
    List<double[]> starts = new ArrayList<>();
    for (double[] p : new Chinchilla().starts(samples)) {
      for (double gamma : GAMMAS) {
        starts.add(
            new double[] {
              p[0], p[1] / gamma, p[2] / gamma, p[3] / gamma, p[4] / gamma, Math.log(gamma)
            });
      }
    }
    return starts;
  }
}
