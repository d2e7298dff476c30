package kleiber.analysis.observations;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;

/**
 * Which columns of a table hold what. A name that is null is looked for among the usual ones,
 * without regard to case.
 */
public record Columns(String n, String d, String c, String loss) {
  private static final List<String> N = List.of("totalParams", "N", "params", "parameters");
  private static final List<String> D =
      List.of("tokens", "D", "D_total", "trainTokens", "training_tokens");
  private static final List<String> C = List.of("flopsExact", "C", "flops", "compute_budget");
  private static final List<String> LOSS =
      List.of("finalLossNats", "loss", "final_loss", "L", "val_loss");

  /** The columns of a table whose first row is {@code row}; null for one that is not there. */
  Columns found(JsonNode row) {
    return new Columns(find(row, n, N), find(row, d, D), find(row, c, C), find(row, loss, LOSS));
  }

  private static String find(JsonNode row, String given, List<String> usual) {
    if (given != null) {
      return given;
    }
    for (String name : usual) {
      for (var fields = row.fieldNames(); fields.hasNext(); ) {
        String field = fields.next();
        if (field.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
          return field;
        }
      }
    }
    return null;
  }
}
