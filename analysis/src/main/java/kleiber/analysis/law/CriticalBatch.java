package kleiber.analysis.law;

import java.util.List;

/**
 * B_crit(L) = B_* / L^(1/α_B): the critical batch as loss falls (Kaplan et al., arXiv:2001.08361,
 * equation 5.3, with B_* = 2·10⁸ tokens and α_B = .21). The fitted column holds critical batches,
 * as {@link StepsBatch} gives them at several losses, in the unit that B_* is then in.
 */
public record CriticalBatch() implements Law {
  @Override
  public String id() {
    return "critical-batch";
  }

  @Override
  public String formula() {
    return "Bcrit = B*/L^(1/αB)";
  }

  @Override
  public String source() {
    return "Kaplan et al. 2020, arXiv:2001.08361, equation 5.3";
  }

  @Override
  public List<Input> inputs() {
    return List.of(Input.L);
  }

  @Override
  public List<LawParameter> parameters() {
    return List.of(LawParameter.coefficient("Bstar"), LawParameter.exponent("alphaB"));
  }

  @Override
  public boolean ofLoss() {
    return false;
  }

  /** Internal: ln B_crit at the centre, and 1/α_B. */
  @Override
  public double logLoss(double[] p, double[] x, double[] gradient) {
    gradient[0] = 1;
    gradient[1] = -x[0];
    return p[0] - p[1] * x[0];
  }

  @Override
  public double[] published(double[] p, double[] centres) {
    return new double[] {Math.exp(p[0] + p[1] * centres[0]), 1 / p[1]};
  }

  @Override
  public List<double[]> starts(Samples samples) {
    return List.of(
        new double[] {
          Terms.logCoefficients(samples, false, new int[] {0}, new double[] {5}, 1)[0], 5
        });
  }
}
