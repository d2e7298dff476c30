package kleiber.analysis.observations;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import kleiber.analysis.law.Input;

/**
 * Which columns of a table hold what. What is not named is looked for among the usual names,
 * without regard to case, spaces and signs.
 *
 * @param inputs columns of the inputs that have one
 * @param loss column of what is fitted; null where the usual names are to be tried
 */
public record Columns(Map<Input, String> inputs, String loss) {
  /** In place of a column's name: the table has none, whatever its header says. */
  static final String NONE = "";

  /** Usual names, in lower case without spaces and signs; the first that a table has is taken. */
  private static final Map<Input, List<String>> USUAL =
      Map.of(
          Input.N,
          List.of(
              "totalparams",
              "n",
              "params",
              "parameters",
              "modelsize",
              "nparams",
              "numparams",
              "modelparams",
              "modelparameters",
              "paramcount"),
          Input.D,
          List.of(
              "tokens",
              "d",
              "dtotal",
              "traintokens",
              "trainingtokens",
              "ntokens",
              "numtokens",
              "ntraintokens",
              "datasize"),
          Input.C,
          List.of("flopsexact", "c", "flops", "flop", "trainingflop", "trainingflops", "compute")
              .stream()
              .flatMap(name -> Stream.of(name, name + "budget"))
              .toList(),
          Input.U,
          List.of("uniquetokens", "u", "uunique", "uniqued"),
          Input.S,
          List.of("steps", "s", "step"),
          Input.B,
          List.of("batchtokens", "batch", "batchsize", "b"),
          Input.L,
          List.of("lossnats", "loss", "l"),
          Input.H,
          List.of());

  private static final List<String> LOSSES =
      List.of(
          "finallossnats",
          "loss",
          "finalloss",
          "l",
          "valloss",
          "validationloss",
          "lossnats",
          "evalloss",
          "testloss");

  /** What a column about a run, not about its loss, is usually called. */
  enum About {
    ID(List.of("id", "run", "runid", "name", "runname")),
    SEED(List.of("seed", "randomseed")),
    OUTCOME(List.of("outcome", "status", "state")),
    HOLDOUT(List.of("holdout", "heldout"));

    private final List<String> usual;

    About(List<String> usual) {
      this.usual = usual;
    }

    /** The column of a table whose first row is {@code row}; {@link #NONE} without one. */
    String in(JsonNode row) {
      String column = find(row, null, usual);
      return column == null ? NONE : column;
    }
  }

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
        if (field.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "").equals(name)) {
          return field;
        }
      }
    }
    return null;
  }
}
