package kleiber.analysis.table;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import kleiber.analysis.law.Input;
import kleiber.record.table.RunColumn;

/**
 * Which columns of a table hold what, and in which unit. What is not named is looked for among the
 * usual names, without regard to case, spaces and signs.
 *
 * @param inputs columns of the inputs that have one
 * @param absent inputs that have none, whatever the header says
 * @param loss column of what is fitted; null where the usual names are to be tried
 * @param units of the columns
 */
public record Columns(
    Map<Input, String> inputs, Set<Input> absent, String loss, ColumnUnits units) {
  /**
   * Usual names, in lower case without spaces and signs; the first that a table has is taken.
   * Single letters come last, since an n may also count rows.
   */
  private static final Map<Input, List<String>> USUAL =
      Map.of(
          Input.N,
          usual(
              RunColumn.TOTAL_PARAMS,
              "params",
              "parameters",
              "modelsize",
              "nparams",
              "numparams",
              "modelparams",
              "modelparameters",
              "paramcount",
              "n"),
          Input.D,
          usual(
              RunColumn.TOKENS,
              "dtotal",
              "traintokens",
              "trainingtokens",
              "ntokens",
              "numtokens",
              "ntraintokens",
              "datasize",
              "d"),
          Input.C,
          usual(
                  RunColumn.FLOPS_EXACT,
                  "flops",
                  "flop",
                  "trainingflop",
                  "trainingflops",
                  "compute",
                  "c")
              .stream()
              .flatMap(name -> Stream.of(name, name + "budget"))
              .toList(),
          Input.U,
          usual(RunColumn.UNIQUE_TOKENS, "uunique", "uniqued", "u"),
          Input.S,
          List.of("steps", "s", "step"),
          Input.B,
          List.of("batchtokens", "batch", "batchsize", "b"),
          Input.L,
          List.of("lossnats", "loss", "l"),
          Input.H,
          List.of());

  /** Read where they are there, for figures and rollouts, even if the law is not of them. */
  static final Set<Input> BESIDE = Set.of(Input.N, Input.D, Input.C);

  /** Inputs whose column's name may end in a unit; the B of {@code Batch (B)} is its symbol. */
  private static final Set<Input> HAVE_UNITS = Set.of(Input.N, Input.D, Input.C, Input.U);

  private static final List<String> LOSSES =
      usual(
          RunColumn.FINAL_LOSS,
          "loss",
          "finalloss",
          "valloss",
          "validationloss",
          "lossnats",
          "evalloss",
          "testloss",
          "l");

  /** The name that a sweep gives a column, and what others call it. */
  private static List<String> usual(RunColumn own, String... others) {
    return Stream.concat(Stream.of(ColumnName.of(own.key()).plain()), Stream.of(others)).toList();
  }

  /** The columns of a table, each with its unit. */
  Columns found(Table table) {
    Map<Input, String> found = new EnumMap<>(Input.class);
    ColumnUnits known = units;
    for (Input input : Input.values()) {
      ColumnName column =
          absent.contains(input)
              ? null
              : column(table, inputs.get(input), USUAL.get(input), input.meaning(), flag(input));
      if (column != null) {
        found.put(input, column.text());
        known = HAVE_UNITS.contains(input) ? known.orThatOf(column, input) : known;
      }
    }
    ColumnName fitted = column(table, loss, LOSSES, "what is fitted", "--loss");
    return new Columns(
        found, absent, fitted == null ? null : fitted.text(), known.orThatOf(fitted));
  }

  /** What is fitted: a loss where its unit is given. */
  FittedQuantity target() {
    return units.loss() == null ? FittedQuantity.of(loss) : FittedQuantity.LOSS;
  }

  /** The columns that inputs are read from. */
  Map<Input, String> read(List<Input> needed) {
    Map<Input, String> read = new EnumMap<>(Input.class);
    inputs.forEach(
        (input, column) -> {
          if (needed.contains(input) || BESIDE.contains(input)) {
            read.put(input, column);
          }
        });
    return read;
  }

  /** Which columns are read, and in which units, in words. */
  String note(List<Input> needed, Table table) {
    List<String> read = new ArrayList<>();
    read(needed)
        .forEach(
            (input, column) -> {
              Unit unit = units.of(input);
              read.add(
                  "%s is \"%s\"%s%s"
                      .formatted(
                          input,
                          column,
                          unit.factor() == 1 ? "" : " in units of " + unit.name(),
                          others(table, USUAL.get(input), column, flag(input))));
            });
    LossUnit unit = units.ofLoss();
    read.add(
        "fitted is \"%s\"%s%s"
            .formatted(
                loss,
                unit == LossUnit.NATS ? "" : " in " + unit + ", turned to nats",
                others(table, LOSSES, loss, "--loss")));
    return "columns: " + String.join(", ", read);
  }

  /** Columns that could have been meant too. */
  private static String others(Table table, List<String> usual, String chosen, String flag) {
    List<String> others = table.others(usual, chosen);
    return others.isEmpty()
        ? ""
        : " and not \"%s\" (%s chooses)".formatted(String.join("\", \"", others), flag);
  }

  /** The option that names an input's column. */
  static String flag(Input input) {
    return "--" + input.name().toLowerCase(Locale.ROOT);
  }

  private static ColumnName column(
      Table table, String given, List<String> usual, String meaning, String flag) {
    return given != null
        ? ColumnName.of(given)
        : table.find(usual, meaning + "; name it with " + flag);
  }
}
