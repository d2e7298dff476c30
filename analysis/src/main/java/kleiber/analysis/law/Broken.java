package kleiber.analysis.law;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A broken neural scaling law in one input: L = a + b x^−c₀ Π_i (1 + (x/d_i)^(1/f_i))^(−c_i f_i)
 * (Caballero et al., arXiv:2210.14891, equation 1). On log axes the slope of L − a goes from −c₀ to
 * −(c₀ + c_i) past break d_i, over a width f_i. Without breaks it is {@link PowerLawFloor}.
 */
public record Broken(Input input, int breaks) implements Law {
  /** With more, a sweep's few sizes cannot tell the breaks apart. */
  public static final int MOST_BREAKS = 3;

  /** A sharper break than this looks the same, and its width would run off to nothing. */
  private static final double LEAST_WIDTH = 0.05;

  private static final int QUANTILES = 7;

  @Override
  public String id() {
    return "bnsl-" + input.name().toLowerCase(Locale.ROOT) + "-" + breaks;
  }

  @Override
  public String formula() {
    return String.format(
        Locale.ROOT,
        "L = a + b·%s^−c0·Π(1 + (%s/d_i)^(1/f_i))^(−c_i·f_i), i = 1..%d",
        input,
        input,
        breaks);
  }

  @Override
  public String source() {
    return "Caballero et al. 2022, arXiv:2210.14891, equation 1";
  }

  @Override
  public List<Input> inputs() {
    return List.of(input);
  }

  @Override
  public List<LawParameter> parameters() {
    List<LawParameter> parameters = new ArrayList<>();
    parameters.add(LawParameter.floor("a"));
    parameters.add(LawParameter.coefficient("b"));
    parameters.add(LawParameter.slope("c0"));
    for (int i = 1; i <= breaks; i++) {
      parameters.add(LawParameter.slope("c" + i));
      parameters.add(LawParameter.coefficient("d" + i));
      parameters.add(LawParameter.coefficient("f" + i));
    }
    return parameters;
  }

  /**
   * Internal: ln a, ln b at the centre, c₀, then c_i, ln d_i less the centre and ln(f_i − least).
   */
  @Override
  public double logLoss(double[] p, double[] x, double[] gradient) {
    double u = p[1] - p[2] * x[0];
    for (int i = 3; i < p.length; i += 3) {
      double width = LEAST_WIDTH + Math.exp(p[i + 2]);
      u -= p[i] * width * softplus((x[0] - p[i + 1]) / width);
    }
    double[] shares = new double[2];
    double value = Terms.logSum(new double[] {p[0], u}, shares);
    gradient[0] = shares[0];
    gradient[1] = shares[1];
    gradient[2] = -shares[1] * x[0];
    for (int i = 3; i < p.length; i += 3) {
      double width = LEAST_WIDTH + Math.exp(p[i + 2]);
      double z = (x[0] - p[i + 1]) / width;
      double past = 1 / (1 + Math.exp(-z));
      gradient[i] = -shares[1] * width * softplus(z);
      gradient[i + 1] = shares[1] * p[i] * past;
      gradient[i + 2] = shares[1] * p[i] * Math.exp(p[i + 2]) * (z * past - softplus(z));
    }
    return value;
  }

  private static double softplus(double z) {
    return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
  }

  @Override
  public double[] published(double[] p, double[] centres) {
    double[] published = p.clone();
    published[0] = Math.exp(p[0]);
    published[1] = Math.exp(p[1] + p[2] * centres[0]);
    for (int i = 3; i < p.length; i += 3) {
      published[i + 1] = Math.exp(p[i + 1] + centres[0]);
      published[i + 2] = LEAST_WIDTH + Math.exp(p[i + 2]);
    }
    return published;
  }

  @Override
  public boolean manyOptima() {
    return true;
  }

  /**
   * Every set of breaks on quantiles of the data, each gaining or losing slope, from a few
   * exponents without breaks.
   */
  @Override
  public List<double[]> starts(Samples samples) {
    double[] positions = samples.sortedLogs(0);
    List<double[]> starts = new ArrayList<>();
    List<double[]> plain = new PowerLawFloor(input).starts(samples);
    for (int k = 2; k < plain.size(); k += 5) {
      place(starts, plain.get(k), positions, new double[breaks], 0);
    }
    return starts;
  }

  /** Places break {@code i} and those after it at quantiles past the one before. */
  private void place(
      List<double[]> starts, double[] plain, double[] positions, double[] at, int i) {
    if (i == breaks) {
      for (int signs = 0; signs < 1 << breaks; signs++) {
        double[] start = Arrays.copyOf(plain, size());
        for (int k = 0; k < breaks; k++) {
          start[3 + 3 * k] = ((signs >> k & 1) == 0 ? 0.5 : -0.5) * plain[2];
          start[4 + 3 * k] = at[k];
          start[5 + 3 * k] = Math.log(0.2);
        }
        starts.add(start);
      }
      return;
    }
    for (int q = 1; q < QUANTILES; q++) {
      double position = positions[q * (positions.length - 1) / QUANTILES];
      if (i == 0 || position > at[i - 1]) {
        at[i] = position;
        place(starts, plain, positions, at, i + 1);
      }
    }
  }
}
