package kleiber.analysis.compare;

import java.util.Arrays;
import java.util.SortedMap;

/**
 * One size of a ladder, trained with each seed at its own best hyperparameters.
 *
 * @param name of the cell, or of the first run
 * @param params N
 * @param tokens D
 * @param flops C that one model of it takes, as counted
 * @param losses in nats per token, by seed
 * @param tokensPerSecond the median of its runs; NaN where it is not known
 * @param bracketed whether the best hyperparameters lie between worse ones, as far as it is known
 */
public record Rung(
    String name,
    double params,
    double tokens,
    double flops,
    SortedMap<String, Double> losses,
    double tokensPerSecond,
    boolean bracketed) {
  /** Refuses a rung without a loss or compute. */
  public Rung {
    if (losses.isEmpty() || !(flops > 0)) {
      throw new IllegalArgumentException(name + " has no loss, or no FLOPs");
    }
  }

  /** The losses in the order of their seeds. */
  double[] values() {
    return losses.values().stream().mapToDouble(loss -> loss).toArray();
  }

  /** The mean loss. */
  public double loss() {
    return Arrays.stream(values()).average().orElseThrow();
  }

  /** The lowest loss. */
  double lowest() {
    return Arrays.stream(values()).min().orElseThrow();
  }

  /** Seconds in training; NaN where the speed is not known. */
  public double seconds() {
    return tokens / tokensPerSecond;
  }
}
