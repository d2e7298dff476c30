package kleiber.analysis.law;

import java.util.List;

/**
 * S = S_min · (1 + B_crit/B): the steps to a loss at batch B (McCandlish et al., arXiv:1812.06162;
 * arXiv:2001.08361, equation 5.1). With tokens E = B·S this is the hyperbola (S/S_min − 1)(E/E_min
 * − 1) = 1, where E_min = B_crit·S_min. The fitted column holds steps; B_crit and E_min come in the
 * unit of B.
 */
public record StepsBatch() implements Law {
  @Override
  public String id() {
    return "steps-batch";
  }

  @Override
  public String formula() {
    return "S = Smin·(1 + Bcrit/B), that is (S/Smin − 1)(E/Emin − 1) = 1";
  }

  @Override
  public String source() {
    return "McCandlish et al. 2018, arXiv:1812.06162; Kaplan et al. 2020, arXiv:2001.08361, equation 5.1";
  }

  @Override
  public List<Input> inputs() {
    return List.of(Input.B);
  }

  @Override
  public List<LawParameter> parameters() {
    return List.of(
        LawParameter.coefficient("Smin"),
        LawParameter.coefficient("Bcrit"),
        LawParameter.coefficient("Emin"));
  }

  @Override
  public int size() {
    return 2;
  }

  @Override
  public boolean ofLoss() {
    return false;
  }

  /** Internal: ln S_min, and ln(E_min/B) at the centre. */
  @Override
  public double logLoss(double[] p, double[] x, double[] gradient) {
    return Terms.logSum(new double[] {p[0], p[1] - x[0]}, gradient);
  }

  @Override
  public double[] published(double[] p, double[] centres) {
    double steps = Math.exp(p[0]);
    double examples = Math.exp(p[1] + centres[0]);
    return new double[] {steps, examples / steps, examples};
  }

  @Override
  public List<double[]> starts(Samples samples) {
    return List.of(Terms.logCoefficients(samples, true, new int[] {0}, new double[] {1}, 1));
  }
}
