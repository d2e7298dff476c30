package kleiber.analysis.law;

import java.util.List;

/**
 * A formula for the loss. It is fitted in internal parameters: logarithms of coefficients at the
 * centre of the data, and exponents as they are, all unbounded and of like size.
 */
public sealed interface Law permits PowerLaw, PowerLawFloor, Chinchilla, Coupled, KaplanJoint {
  /** The name on the command line. */
  String id();

  /** The formula, for people. */
  String formula();

  /** Paper and equation. */
  String source();

  /** What the loss depends on, in the order of {@link Samples#logs}. */
  List<Input> inputs();

  /** Names of the parameters as published, in the order of {@link #published}. */
  List<String> parameters();

  /**
   * The logarithm of the loss and its gradient.
   *
   * @param p internal parameters
   * @param x centred logarithms of the inputs
   * @param gradient of ln L by {@code p}, written
   */
  double logLoss(double[] p, double[] x, double[] gradient);

  /** The parameters as published: coefficients for inputs in their own units. */
  double[] published(double[] p, double[] centres);

  /** Internal parameters from which to descend, over a grid of exponents. */
  List<double[]> starts(Samples samples);

  /** The number of parameters. */
  default int size() {
    return parameters().size();
  }

  /** The loss at inputs in their own units. */
  default double loss(double[] p, double[] centres, double... inputs) {
    return Math.exp(logLoss(p, Samples.centred(inputs, centres), new double[size()]));
  }

  /** All laws. */
  static List<Law> all() {
    return List.of(
        new Chinchilla(),
        new Coupled(),
        new KaplanJoint(),
        new PowerLaw(Input.N),
        new PowerLaw(Input.D),
        new PowerLaw(Input.C),
        new PowerLawFloor(Input.N),
        new PowerLawFloor(Input.D),
        new PowerLawFloor(Input.C));
  }
}
