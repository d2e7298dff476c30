package kleiber.analysis.law;

import java.util.Arrays;
import java.util.List;

/**
 * y = K · N^a · D^b: the best learning rate or batch as a power law of size and data (Step Law,
 * arXiv:2503.04715, equation 1: lr = 1.79 N^−.713 D^.307). The fitted column holds y in its own
 * unit.
 */
public record PowerProduct() implements Law {
  @Override
  public String id() {
    return "power-nd";
  }

  @Override
  public String formula() {
    return "y = K·N^a·D^b";
  }

  @Override
  public String source() {
    return "Li et al. 2025 (Step Law), arXiv:2503.04715, equation 1";
  }

  @Override
  public List<Input> inputs() {
    return List.of(Input.N, Input.D);
  }

  @Override
  public List<LawParameter> parameters() {
    return List.of(
        LawParameter.coefficient("K"),
        LawParameter.slope("N_exponent"),
        LawParameter.slope("D_exponent"));
  }

  @Override
  public boolean ofLoss() {
    return false;
  }

  @Override
  public double logLoss(double[] p, double[] x, double[] gradient) {
    gradient[0] = 1;
    gradient[1] = x[0];
    gradient[2] = x[1];
    return p[0] + p[1] * x[0] + p[2] * x[1];
  }

  @Override
  public double[] published(double[] p, double[] centres) {
    return new double[] {Math.exp(p[0] - p[1] * centres[0] - p[2] * centres[1]), p[1], p[2]};
  }

  @Override
  public List<double[]> starts(Samples samples) {
    double mean = Arrays.stream(samples.logLosses()).average().orElseThrow();
    return List.of(
        new double[] {mean, 0, 0}, new double[] {mean, -0.5, 0.5}, new double[] {mean, 0.5, 0.5});
  }
}
