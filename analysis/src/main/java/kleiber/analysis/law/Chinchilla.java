package kleiber.analysis.law;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * L(N, D) = E + A/N^α + B/D^β (Hoffmann et al., arXiv:2203.15556, equation 2: approach 3). Losses
 * in nats; A in nats · parameters^α, B in nats · tokens^β.
 */
public record Chinchilla() implements Law {
  /** What Hoffmann et al. found: equation 10, rounded as printed. */
  public static final Map<String, Double> HOFFMANN =
      Map.of("E", 1.69, "A", 406.4, "alpha", 0.34, "B", 410.7, "beta", 0.28);

  /** Exponents of the start grid, for each of α and β. */
  static final double[] EXPONENTS = {
    0.05, 0.08, 0.12, 0.17, 0.22, 0.27, 0.32, 0.37, 0.43, 0.5, 0.6, 0.75, 1, 1.5, 2
  };

  @Override
  public String id() {
    return "chinchilla";
  }

  @Override
  public String formula() {
    return "L = E + A/N^α + B/D^β";
  }

  @Override
  public String source() {
    return "Hoffmann et al. 2022, arXiv:2203.15556, equation 2";
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
        LawParameter.exponent("beta"));
  }

  @Override
  public double logLoss(double[] p, double[] x, double[] gradient) {
    double floor = Math.exp(p[0]);
    double size = Math.exp(p[1] - p[2] * x[0]);
    double data = Math.exp(p[3] - p[4] * x[1]);
    double loss = floor + size + data;
    gradient[0] = floor / loss;
    gradient[1] = size / loss;
    gradient[2] = -gradient[1] * x[0];
    gradient[3] = data / loss;
    gradient[4] = -gradient[3] * x[1];
    return Math.log(loss);
  }

  @Override
  public TradeOff surface(double[] p, double[] centres) {
    return TradeOff.of((n, d) -> loss(p, centres, n, d), p, centres);
  }

  @Override
  public double[] published(double[] p, double[] centres) {
    TradeOff terms = surface(p, centres);
    return new double[] {
      Math.exp(p[0]), Math.exp(terms.logA()), terms.alpha(), Math.exp(terms.logB()), terms.beta()
    };
  }

  @Override
  public List<double[]> starts(Samples samples) {
    List<double[]> starts = new ArrayList<>();
    for (double alpha : EXPONENTS) {
      for (double beta : EXPONENTS) {
        double[] logs =
            Terms.logCoefficients(samples, true, new int[] {0, 1}, new double[] {alpha, beta}, 1);
        starts.add(new double[] {logs[0], logs[1], alpha, logs[2], beta});
      }
    }
    return starts;
  }
}
