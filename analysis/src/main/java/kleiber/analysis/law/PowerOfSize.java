package kleiber.analysis.law;

import java.util.Arrays;
import java.util.List;

/**
 * y = K · N^a: the best learning rate or batch as a power of size alone, where all models see the
 * same data; with the width in the column of N, what µP is judged by (Yang et al.,
 * arXiv:2203.03466, figure 1). The fitted column holds y in its own unit.
 */
public record PowerOfSize() implements Law {
  @Override
  public String id() {
    return "rate-n";
  }

  @Override
  public String formula() {
    return "y = K·N^a";
  }

  @Override
  public String source() {
    return "Yang et al. 2022, arXiv:2203.03466, figure 1";
  }

  @Override
  public List<Input> inputs() {
    return List.of(Input.N);
  }

  @Override
  public List<LawParameter> parameters() {
    return List.of(LawParameter.coefficient("K"), LawParameter.slope("N_exponent"));
  }

  @Override
  public boolean ofLoss() {
    return false;
  }

  @Override
  public double logLoss(double[] p, double[] x, double[] gradient) {
    gradient[0] = 1;
    gradient[1] = x[0];
    return p[0] + p[1] * x[0];
  }

  @Override
  public double[] published(double[] p, double[] centres) {
    return new double[] {Math.exp(p[0] - p[1] * centres[0]), p[1]};
  }

  @Override
  public List<double[]> starts(Samples samples) {
    double mean = Arrays.stream(samples.logLosses()).average().orElseThrow();
    return List.of(new double[] {mean, 0}, new double[] {mean, -0.5}, new double[] {mean, 0.5});
  }
}
