package kleiber.analysis.anneal;

import java.util.ArrayList;
import java.util.List;

/**
 * L = L0 + A·S1^-α − C·S2 (Tissue et al., arXiv:2408.11029, equation 1). S2 is the annealing area:
 * the sum over steps of a momentum m_i = λ·m_{i−1} + (η_{i−1} − η_i), so that a fall at step k has
 * brought (1 − λ^{s−k+1})/(1 − λ) of its size by step s. The paper sets λ to 0.99 or 0.999; here it
 * is fitted, and these are where its prior has most of its weight.
 */
public record AnnealingArea() implements CurveLaw {
  @Override
  public String id() {
    return "annealing";
  }

  @Override
  public String formula() {
    return "L = L0 + A·S1^-α − C·S2(λ)";
  }

  @Override
  public String source() {
    return "Tissue et al. 2024, arXiv:2408.11029, equation 1";
  }

  @Override
  public List<String> parameters() {
    return List.of("L0", "A", "alpha", "C", "lambda");
  }

  /** On ln(λ/(1 − λ)): 4.6 at 0.99 and 6.9 at 0.999. */
  @Override
  public List<Prior> priors() {
    return List.of(new Prior(4, 5.75, 1.15));
  }

  /** p[3] is ln(C·rate/(1 − λ)), p[4] is ln(λ/(1 − λ)). */
  @Override
  public double drop(double[] p, Scale scale, Rates rates, double step, double[] gradient) {
    double whole = Math.exp(p[3]);
    double forgotten = 1 / (1 + Math.exp(p[4]));
    double logLambda = Math.log1p(-forgotten);
    double sum = 0;
    double byLambda = 0;
    int falls = rates.falls(step);
    for (int k = 0; k < falls; k++) {
      double steps = step - rates.fallStep(k) + 1;
      double left = Math.exp(steps * logLambda);
      double part = rates.fall(k) / scale.rate();
      sum += part * (1 - left);
      byLambda -= part * left * steps * forgotten;
    }
    gradient[3] += whole * sum;
    gradient[4] += whole * byLambda;
    return whole * sum;
  }

  @Override
  public double[] published(double[] p, Scale scale) {
    double forgotten = 1 / (1 + Math.exp(p[4]));
    return new double[] {
      Math.exp(p[0]),
      Math.exp(p[1] + p[2] * Math.log(scale.area())),
      p[2],
      Math.exp(p[3]) * forgotten / scale.rate(),
      1 - forgotten
    };
  }

  @Override
  public List<double[]> starts() {
    List<double[]> starts = new ArrayList<>();
    for (double memory : new double[] {50, 250, 1000}) {
      starts.add(new double[] {Math.log(0.15), Math.log(memory)});
    }
    return starts;
  }
}
