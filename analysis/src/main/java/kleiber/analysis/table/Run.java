package kleiber.analysis.table;

import java.util.Map;
import kleiber.analysis.law.Input;

/**
 * One trained model.
 *
 * @param id its name, or its row
 * @param inputs those the table has; FLOPs are 6ND where it does not say
 * @param loss nats per token, or what else is fitted
 * @param cluster runs that differ by seed alone share it
 * @param holdout whether it was trained to check a prediction: never fitted
 * @param row its place in the table, from 0; {@link #NO_ROW} where it stands for no single row
 * @param others what the table says of it in columns that no input and no measurement has
 */
public record Run(
    String id,
    Map<Input, Double> inputs,
    double loss,
    String cluster,
    boolean holdout,
    int row,
    Map<String, String> others) {
  /** In place of a row. */
  public static final int NO_ROW = -1;

  /** A run of no table. */
  public Run(String id, Map<Input, Double> inputs, double loss, String cluster, boolean holdout) {
    this(id, inputs, loss, cluster, holdout, NO_ROW, Map.of());
  }

  /** The value of an input; NaN where the table has none. */
  public double get(Input input) {
    return inputs.getOrDefault(input, Double.NaN);
  }

  /** What the largest runs are the largest in: compute where it is known, else the first input. */
  public double scale() {
    return inputs.containsKey(Input.C) ? c() : inputs.values().iterator().next();
  }

  /** Parameters. */
  public double n() {
    return get(Input.N);
  }

  /** Training tokens. */
  public double d() {
    return get(Input.D);
  }

  /** Training FLOPs. */
  public double c() {
    return get(Input.C);
  }
}
