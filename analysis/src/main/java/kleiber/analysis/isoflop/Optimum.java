package kleiber.analysis.isoflop;

import java.util.List;
import kleiber.analysis.law.Input;
import kleiber.analysis.law.Law;

/**
 * The best value of a hyperparameter at one size and number of tokens.
 *
 * @param id of the group of runs, such as {@code N 1M, D 20M}
 * @param n parameters
 * @param d training tokens
 * @param value at which the loss is lowest; NaN where there is none, see the valley's fault
 * @param loss there, in nats per token
 * @param rows of the table that it was found from
 * @param tried values of the hyperparameter that were tried, ascending
 * @param losses the lowest loss at each, whatever the other hyperparameters
 * @param valley the parabola through these in the logarithm of the value
 */
public record Optimum(
    String id,
    double n,
    double d,
    double value,
    double loss,
    List<Integer> rows,
    List<Double> tried,
    List<Double> losses,
    Valley valley) {
  /** Where it is, for a law of its size, and of its tokens if that knows them. */
  public double[] inputs(Law law) {
    return law.inputs().contains(Input.D) ? new double[] {n, d} : new double[] {n};
  }
}
