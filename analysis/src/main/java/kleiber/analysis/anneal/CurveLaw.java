package kleiber.analysis.anneal;

import java.util.Arrays;
import java.util.List;

/**
 * A law of the loss at a step of a run: L0 + A·S1^-α less what the falls of the learning rate have
 * brought so far. S1 is the sum of the rates of all steps, those of the warm-up too. Losses are in
 * nats, A in nats·S1^α. It is fitted in internal parameters of like size: logarithms of L0, of A at
 * the scale's area, and of the loss that a fall from the scale's rate to zero brings in the end.
 */
public sealed interface CurveLaw permits AnnealingArea, MultiPower {
  /** The name on the command line. */
  String id();

  /** The formula, for people. */
  String formula();

  /** Paper and equation. */
  String source();

  /** Names of the parameters as published, in the order of {@link #published}. */
  List<String> parameters();

  /** What the internal parameters probably are, before any run is seen. */
  List<Prior> priors();

  /**
   * What falls have brought by a step, in nats.
   *
   * @param p internal parameters
   * @param gradient of it by the internal parameters from the fourth on, added to
   */
  double drop(double[] p, Scale scale, Rates rates, double step, double[] gradient);

  /** The parameters as published. */
  double[] published(double[] p, Scale scale);

  /** The internal parameters of {@link #drop} alone from which to descend. */
  List<double[]> starts();

  /**
   * What internal parameters are measured in.
   *
   * @param area of the fitted runs: the geometric mean of S1
   * @param rate highest of the fitted runs
   */
  record Scale(double area, double rate) {}

  /** A normal prior on an internal parameter. */
  record Prior(int parameter, double mean, double sd) {}

  /** The number of parameters. */
  default int size() {
    return parameters().size();
  }

  /**
   * The logarithm of the loss; NaN where the law has fallen to zero or below.
   *
   * @param gradient of it by {@code p}, written
   */
  default double logLoss(double[] p, Scale scale, Rates rates, double step, double[] gradient) {
    Arrays.fill(gradient, 0);
    double x = Math.log(rates.area(step) / scale.area);
    double floor = Math.exp(p[0]);
    double power = Math.exp(p[1] - p[2] * x);
    double loss = floor + power - drop(p, scale, rates, step, gradient);
    if (!(loss > 0)) {
      return Double.NaN;
    }
    gradient[0] = floor / loss;
    gradient[1] = power / loss;
    gradient[2] = -power * x / loss;
    for (int j = 3; j < p.length; j++) {
      gradient[j] /= -loss;
    }
    return Math.log(loss);
  }

  /** All laws. */
  static List<CurveLaw> all() {
    return List.of(new AnnealingArea(), new MultiPower());
  }
}
