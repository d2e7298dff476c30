package kleiber.analysis.planner;

import java.util.Locale;
import kleiber.core.schema.Quantity;

/**
 * A model that is to be predicted and not trained: the best one of a budget, or the one of a size
 * with the tokens for which that size is best.
 *
 * @param isFlops whether {@code value} is compute, and not parameters
 * @param value FLOPs or parameters
 */
public record WantedModel(boolean isFlops, double value) {
  private static final String PARAMS = "params=";
  private static final String FLOPS = "flops=";

  /** Less is no budget of a model: whoever gives such a number means its size. */
  private static final double LEAST_FLOPS = 1e9;

  /**
   * Reads {@code 1e15}, {@code flops=1e15} or {@code params=10M}.
   *
   * @throws IllegalArgumentException saying what is allowed
   */
  public static WantedModel parse(String text) {
    boolean isFlops = !text.startsWith(PARAMS);
    String number = text.replaceFirst("^(" + PARAMS + "|" + FLOPS + ")", "");
    double value;
    try {
      value = Quantity.parse(number).doubleValue();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          number + " " + e.getMessage() + "; write FLOPs as 1e15, parameters as params=10M", e);
    }
    if (!(value > 0)) {
      throw new IllegalArgumentException("must be above 0");
    }
    if (isFlops && value < LEAST_FLOPS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a plain number means FLOPs, and %.3g are too few to train anything; write"
                  + " params=%s for a number of parameters",
              value,
              number));
    }
    return new WantedModel(isFlops, value);
  }
}
