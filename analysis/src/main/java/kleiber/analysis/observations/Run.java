package kleiber.analysis.observations;

import kleiber.analysis.law.Input;

/**
 * One trained model.
 *
 * @param id its name, or its row
 * @param n parameters
 * @param d training tokens
 * @param c training FLOPs, 6ND where the table does not say
 * @param loss nats a token
 * @param cluster runs that differ by seed alone share it
 * @param holdout whether it was trained to check a prediction: never fitted
 */
public record Run(
    String id, double n, double d, double c, double loss, String cluster, boolean holdout) {
  /** The value of an input. */
  public double get(Input input) {
    return switch (input) {
      case N -> n;
      case D -> d;
      case C -> c;
    };
  }
}
