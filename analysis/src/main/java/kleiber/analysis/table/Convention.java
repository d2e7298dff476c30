package kleiber.analysis.table;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kleiber.analysis.law.Input;
import kleiber.record.table.RunColumn;

/**
 * What counts as a parameter and as a FLOP. The choice moves the exponent of N* a long way: Kaplan
 * left embeddings out, Hoffmann counted them, and part of the difference between .73 and .50 is
 * that (Porian et al., arXiv:2406.19146).
 */
public enum Convention {
  /** All parameters; FLOPs as counted. */
  TOTAL_EXACT("total-exact", RunColumn.TOTAL_PARAMS, RunColumn.FLOPS_EXACT),
  /** All parameters; FLOPs 6ND of them (Hoffmann et al.). */
  TOTAL_6ND("total-6nd", RunColumn.TOTAL_PARAMS, null),
  /** Without embeddings and head; FLOPs as counted. */
  BODY_EXACT("body-exact", RunColumn.NON_EMBEDDING_PARAMS, RunColumn.FLOPS_EXACT),
  /** Without embeddings and head; FLOPs 6ND of those (Kaplan et al.). */
  BODY_6ND("body-6nd", RunColumn.NON_EMBEDDING_PARAMS, null);

  private final String id;
  private final String parameters;
  private final String flops;

  Convention(String id, RunColumn parameters, RunColumn flops) {
    this.id = id;
    this.parameters = parameters.key();
    this.flops = flops == null ? null : flops.key();
  }

  /** The name on the command line and in JSON. */
  @JsonValue
  public String id() {
    return id;
  }

  /** The column of parameters. */
  public String parameters() {
    return parameters;
  }

  /** The column of FLOPs; null where they are 6ND. */
  public String flops() {
    return flops;
  }

  /** The columns of {@code runs.csv} that hold this convention. */
  public Columns columns(Columns others) {
    Map<Input, String> inputs = new EnumMap<>(Input.class);
    inputs.putAll(others.inputs());
    inputs.put(Input.N, parameters);
    inputs.put(Input.C, flops);
    return new Columns(
        inputs, flops == null ? Set.of(Input.C) : Set.of(), others.loss(), others.units());
  }

  /** Those whose columns a table has. */
  public static List<Convention> in(Table table) {
    return all().stream()
        .filter(c -> table.has(c.parameters) && (c.flops == null || table.has(c.flops)))
        .toList();
  }

  /** All of them. */
  public static List<Convention> all() {
    return List.of(values());
  }

  @Override
  public String toString() {
    return id;
  }
}
