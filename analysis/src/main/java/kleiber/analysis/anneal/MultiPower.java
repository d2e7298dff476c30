package kleiber.analysis.anneal;

import java.util.ArrayList;
import java.util.List;

/**
 * L = L0 + A·S1^-α − B·Σ_k (η_{k−1} − η_k)·G(η_k^-γ·S_k), G(x) = 1 − (1 + C·x)^-β: a fall of the
 * rate at step k works off over the area S_k of the rates since, and slower where the rate is high
 * (Luo et al., arXiv:2503.12811, equations 1 and 2). β and γ, which few schedules tell apart, have
 * priors about what the authors' fits to 25M, 100M and 400M parameters gave: β 0.58 to 0.60, γ 0.63
 * to 0.66 (README of github.com/thu-yao-01-luo/MultiPowerLaw).
 */
public record MultiPower() implements CurveLaw {
  @Override
  public String id() {
    return "multi-power";
  }

  @Override
  public String formula() {
    return "L = L0 + A·S1^-α − B·Σ Δη·(1 − (1 + C·η^-γ·S)^-β)";
  }

  @Override
  public String source() {
    return "Luo et al. 2025, arXiv:2503.12811, equations 1 and 2";
  }

  @Override
  public List<String> parameters() {
    return List.of("L0", "A", "alpha", "B", "C", "beta", "gamma");
  }

  @Override
  public List<Prior> priors() {
    return List.of(new Prior(5, Math.log(0.59), 0.5), new Prior(6, 0.645, 0.15));
  }

  /** p[3] is ln(B·rate), p[4] is ln(C·rate^(1 − γ)), p[5] is ln β, p[6] is γ. */
  @Override
  public double drop(double[] p, Scale scale, Rates rates, double step, double[] gradient) {
    double whole = Math.exp(p[3]);
    double beta = Math.exp(p[5]);
    double area = rates.area(step);
    double sum = 0;
    int falls = rates.falls(step);
    for (int k = 0; k < falls; k++) {
      double part = rates.fall(k) / scale.rate();
      double since = Math.max(0, area - rates.fallArea(k)) / scale.rate();
      double logRate = Math.log(Math.max(rates.fallRate(k) / scale.rate(), 1e-9));
      double x = Math.exp(p[4] - p[6] * logRate) * since;
      double left = Math.exp(-beta * Math.log1p(x));
      double byX = whole * part * beta * left / (1 + x) * x;
      sum += part * (1 - left);
      gradient[4] += byX;
      gradient[5] += whole * part * left * beta * Math.log1p(x);
      gradient[6] -= byX * logRate;
    }
    gradient[3] += whole * sum;
    return whole * sum;
  }

  @Override
  public double[] published(double[] p, Scale scale) {
    return new double[] {
      Math.exp(p[0]),
      Math.exp(p[1] + p[2] * Math.log(scale.area())),
      p[2],
      Math.exp(p[3]) / scale.rate(),
      Math.exp(p[4] + (p[6] - 1) * Math.log(scale.rate())),
      Math.exp(p[5]),
      p[6]
    };
  }

  @Override
  public List<double[]> starts() {
    List<double[]> starts = new ArrayList<>();
    for (double c : new double[] {0.003, 0.03, 0.3}) {
      starts.add(new double[] {Math.log(0.2), Math.log(c), Math.log(0.59), 0.645});
    }
    return starts;
  }
}
