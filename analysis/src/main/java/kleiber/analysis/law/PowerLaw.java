package kleiber.analysis.law;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * L = A / x^α for one input x: L(N), L(D) or L(C) of Kaplan et al. (arXiv:2001.08361, equations 1.1
 * to 1.3), whose x_c is A^(1/α). Losses in nats; A in nats · x^α.
 */
public record PowerLaw(Input input) implements Law {
  @Override
  public String id() {
    return "power-" + input.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String formula() {
    return "L = A/" + input + "^α";
  }

  @Override
  public String source() {
    return "Kaplan et al. 2020, arXiv:2001.08361, equations 1.1 to 1.3";
  }

  @Override
  public List<Input> inputs() {
    return List.of(input);
  }

  @Override
  public List<LawParameter> parameters() {
    return List.of(LawParameter.coefficient("A"), LawParameter.exponent("alpha"));
  }

  @Override
  public double logLoss(double[] p, double[] x, double[] gradient) {
    gradient[0] = 1;
    gradient[1] = -x[0];
    return p[0] - p[1] * x[0];
  }

  @Override
  public double[] published(double[] p, double[] centres) {
    return new double[] {Math.exp(p[0] + p[1] * centres[0]), p[1]};
  }

  @Override
  public List<double[]> starts(Samples samples) {
    List<double[]> starts = new ArrayList<>();
    for (double alpha : new double[] {0.03, 0.1, 0.3}) {
      double[] logs = Terms.logCoefficients(samples, false, new int[] {0}, new double[] {alpha}, 1);
      starts.add(new double[] {logs[0], alpha});
    }
    return starts;
  }
}
