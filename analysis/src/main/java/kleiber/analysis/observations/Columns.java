package kleiber.analysis.observations;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import kleiber.analysis.law.Input;

/**
 * Which columns of a table hold what. What is not named is looked for among the usual names,
 * without regard to case.
 *
 * @param inputs columns of the inputs that have one
 * @param loss column of what is fitted; null where the usual names are to be tried
 */
public record Columns(Map<Input, String> inputs, String loss) {
  /** In place of a column's name: the table has none, whatever its header says. */
  static final String NONE = "";

  private static final Map<Input, List<String>> USUAL =
      Map.of(
          Input.N, List.of("totalParams", "N", "params", "parameters"),
          Input.D, List.of("tokens", "D", "D_total", "trainTokens", "training_tokens"),
          Input.C, List.of("flopsExact", "C", "flops", "compute_budget"),
          Input.U, List.of("uniqueTokens", "U", "U_unique", "unique_tokens"),
          Input.S, List.of("steps", "S", "step"));
  private static final List<String> LOSSES =
      List.of("finalLossNats", "loss", "final_loss", "L", "val_loss", "lossNats");

  /** The columns of a table whose first row is {@code row}. */
  Columns found(JsonNode row) {
    Map<Input, String> found = new EnumMap<>(Input.class);
    for (Input input : Input.values()) {
      String column = find(row, inputs.get(input), USUAL.get(input));
      if (column != null && !column.equals(NONE)) {
        found.put(input, column);
      }
    }
    return new Columns(found, find(row, loss, LOSSES));
  }

  private static String find(JsonNode row, String given, List<String> usual) {
    if (given != null) {
      return given;
    }
    for (String name : usual) {
      for (var fields = row.fieldNames(); fields.hasNext(); ) {
        String field = fields.next();
        if (field.equalsIgnoreCase(name)) {
          return field;
        }
      }
    }
    return null;
  }
}
