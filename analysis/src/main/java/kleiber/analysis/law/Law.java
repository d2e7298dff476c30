package kleiber.analysis.law;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A formula for the loss. It is fitted in internal parameters: logarithms of coefficients at the
 * centre of the data, and exponents as they are, all unbounded and of like size.
 */
public sealed interface Law
    permits PowerLaw,
        PowerLawFloor,
        Broken,
        Chinchilla,
        Coupled,
        KaplanJoint,
        KaplanSteps,
        DataConstrained,
        PowerProduct,
        PowerOfSize,
        StepsBatch,
        CriticalBatch {
  /** The name on the command line. */
  String id();

  /** The formula, for people. */
  String formula();

  /** Paper and equation. */
  String source();

  /** What the loss depends on, in the order of {@link Samples#logs}. */
  List<Input> inputs();

  /** The parameters as published, in the order of {@link #published}. */
  List<LawParameter> parameters();

  /** Their names. */
  default List<String> names() {
    return parameters().stream().map(LawParameter::name).toList();
  }

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

  /** Values that the law takes from an earlier fit, by name. */
  default Map<String, Double> constants() {
    return Map.of();
  }

  /** Whether its surface has so many valleys that starts must be tried before they are chosen. */
  default boolean manyOptima() {
    return false;
  }

  /** Whether logarithms of inputs may be centred; false for a law that needs the inputs whole. */
  default boolean centred() {
    return true;
  }

  /** The floor of the loss, where it has one that is fitted. */
  default Optional<LawParameter> floor() {
    return parameters().stream().filter(LawParameter::isFloor).findFirst();
  }

  /** Whether the law is of a loss, and so falls with its inputs. */
  default boolean ofLoss() {
    return true;
  }

  /** Whether the law is a loss of N and D alone, so that it splits a budget into N* and D*. */
  default boolean allocates() {
    return ofLoss() && inputs().equals(List.of(Input.N, Input.D));
  }

  /**
   * The loss of a law of N and D, or of one of these and of repetition where no token repeats.
   *
   * @throws IllegalStateException where it is neither
   */
  default TradeOff surface(double[] p, double[] centres) {
    throw new IllegalStateException(id() + " splits no budget between N and D");
  }

  /** The number of parameters. */
  default int size() {
    return parameters().size();
  }

  /** The loss at inputs in their own units. */
  default double loss(double[] p, double[] centres, double... inputs) {
    return Math.exp(logLoss(p, Samples.centred(inputs, centres), new double[size()]));
  }

  /** The laws that stand on no earlier fit. */
  static List<Law> all() {
    List<Law> laws =
        new ArrayList<>(
            List.of(
                new Chinchilla(),
                new Coupled(),
                new KaplanJoint(),
                new KaplanSteps(),
                new PowerProduct(),
                new PowerOfSize(),
                new StepsBatch(),
                new CriticalBatch()));
    for (Input input : List.of(Input.N, Input.D, Input.C)) {
      laws.add(new PowerLaw(input));
      laws.add(new PowerLawFloor(input));
      for (int breaks = 1; breaks <= Broken.MOST_BREAKS; breaks++) {
        laws.add(new Broken(input, breaks));
      }
    }
    return List.copyOf(laws);
  }

  /** Whether {@link #named} knows a law of this name with these constants. */
  static boolean isNamed(String id, Map<String, Double> constants) {
    return id.equals(DataConstrained.ID)
        ? constants.keySet().containsAll(new Chinchilla().names())
        : all().stream().anyMatch(law -> law.id().equals(id));
  }

  /** The law of an {@link #id}, with {@link #constants} where it has any. */
  static Law named(String id, Map<String, Double> constants) {
    if (id.equals(DataConstrained.ID)) {
      return DataConstrained.of(constants);
    }
    return all().stream().filter(law -> law.id().equals(id)).findFirst().orElseThrow();
  }
}
