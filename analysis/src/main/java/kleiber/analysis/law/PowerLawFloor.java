package kleiber.analysis.law;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * L = E + A / x^α for one input x: a power law above an irreducible loss E (Henighan et al.,
 * arXiv:2010.14701, equation 1.1). Losses in nats; A in nats · x^α.
 */
public record PowerLawFloor(Input input) implements Law {
  @Override
  public String id() {
    return "floor-" + input.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String formula() {
    return "L = E + A/" + input + "^α";
  }

  @Override
  public String source() {
    return "Henighan et al. 2020, arXiv:2010.14701, equation 1.1";
  }

  @Override
  public List<Input> inputs() {
    return List.of(input);
  }

  @Override
  public List<LawParameter> parameters() {
    return List.of(
        LawParameter.floor("E"), LawParameter.coefficient("A"), LawParameter.exponent("alpha"));
  }

  @Override
  public double logLoss(double[] p, double[] x, double[] gradient) {
    double[] shares = new double[2];
    double value = Terms.logSum(new double[] {p[0], p[1] - p[2] * x[0]}, shares);
    gradient[0] = shares[0];
    gradient[1] = shares[1];
    gradient[2] = -shares[1] * x[0];
    return value;
  }

  @Override
  public double[] published(double[] p, double[] centres) {
    return new double[] {Math.exp(p[0]), Math.exp(p[1] + p[2] * centres[0]), p[2]};
  }

  @Override
  public List<double[]> starts(Samples samples) {
    List<double[]> starts = new ArrayList<>();
    for (double alpha = 0.03; alpha < 2; alpha *= 1.4) {
      double[] logs = Terms.logCoefficients(samples, true, new int[] {0}, new double[] {alpha}, 1);
      starts.add(new double[] {logs[0], logs[1], alpha});
    }
    return starts;
  }
}
