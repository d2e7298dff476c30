package kleiber.analysis.law;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * L(N, D, U) = E + A/N'^α + B/D'^β where tokens seen again and parameters in excess of what the
 * unique tokens can use count for less and less (Muennighoff et al., arXiv:2305.16264, equations 5
 * and 6): D' = U_D + U_D R_D* (1 − exp(−R_D/R_D*)) with U_D unique tokens and R_D = D/U_D − 1
 * repetitions, and likewise N' from U_N, the size that is compute optimal for U_D tokens. E, A, α,
 * B, β come from a {@link Chinchilla} fit to runs without repetition; R_D* and R_N* are fitted.
 */
public record DataConstrained(double e, double a, double alpha, double b, double beta)
    implements Law {
  /** The name on the command line. */
  public static final String ID = "data-constrained";

  /** The law of a first stage given by the names of {@link Chinchilla#names}. */
  public static DataConstrained of(Map<String, Double> stage) {
    return new DataConstrained(
        stage.get("E"), stage.get("A"), stage.get("alpha"), stage.get("B"), stage.get("beta"));
  }

  /**
   * The law of a first stage that was fitted.
   *
   * @param stage as {@link Chinchilla#published} has it
   */
  public static DataConstrained of(double[] stage) {
    return new DataConstrained(stage[0], stage[1], stage[2], stage[3], stage[4]);
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String formula() {
    return "L = E + A/N'^α + B/D'^β, N' and D' saturating with R_N* and R_D*";
  }

  @Override
  public String source() {
    return "Muennighoff et al. 2023, arXiv:2305.16264, equations 5 and 6";
  }

  @Override
  public List<Input> inputs() {
    return List.of(Input.N, Input.D, Input.U);
  }

  @Override
  public List<LawParameter> parameters() {
    return List.of(LawParameter.shape("RDstar"), LawParameter.shape("RNstar"));
  }

  @Override
  public Map<String, Double> constants() {
    Map<String, Double> constants = new LinkedHashMap<>();
    constants.put("E", e);
    constants.put("A", a);
    constants.put("alpha", alpha);
    constants.put("B", b);
    constants.put("beta", beta);
    return constants;
  }

  /** The first stage, whatever {@code p}: without repetition nothing saturates. */
  @Override
  public TradeOff surface(double[] p, double[] centres) {
    return firstStage();
  }

  private TradeOff firstStage() {
    return new TradeOff(
        (n, d) -> e + a * Math.pow(n, -alpha) + b * Math.pow(d, -beta),
        Math.log(a),
        alpha,
        Math.log(b),
        beta);
  }

  @Override
  public boolean centred() {
    return false;
  }

  /** Internal: ln R_D* and ln R_N*. */
  @Override
  public double logLoss(double[] p, double[] x, double[] gradient) {
    double size = Math.exp(x[0]);
    double unique = Math.exp(Math.min(x[1], x[2]));
    double usable = Math.min(size, firstStage().sizeFor(unique));
    double data = effective(unique, Math.exp(x[1]), Math.exp(p[0]));
    double parameters = effective(usable, size, Math.exp(p[1]));
    double sizeTerm = a * Math.pow(parameters, -alpha);
    double dataTerm = b * Math.pow(data, -beta);
    double loss = e + sizeTerm + dataTerm;
    gradient[0] = -beta * dataTerm / data * slope(unique, Math.exp(x[1]), Math.exp(p[0])) / loss;
    gradient[1] = -alpha * sizeTerm / parameters * slope(usable, size, Math.exp(p[1])) / loss;
    return Math.log(loss);
  }

  private static double effective(double unique, double total, double star) {
    return unique * (1 - star * Math.expm1(-(total / unique - 1) / star));
  }

  /** The derivative of {@link #effective} by ln {@code star}. */
  private static double slope(double unique, double total, double star) {
    double r = (total / unique - 1) / star;
    return unique * star * (-Math.expm1(-r) - r * Math.exp(-r));
  }

  @Override
  public double[] published(double[] p, double[] centres) {
    return new double[] {Math.exp(p[0]), Math.exp(p[1])};
  }

  @Override
  public List<double[]> starts(Samples samples) {
    List<double[]> starts = new ArrayList<>();
    for (double data = 0.5; data < 1000; data *= 2) {
      for (double size = 0.25; size < 500; size *= 2) {
        starts.add(new double[] {Math.log(data), Math.log(size)});
      }
    }
    return starts;
  }
}
