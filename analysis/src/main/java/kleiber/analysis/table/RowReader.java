package kleiber.analysis.table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import kleiber.analysis.law.Input;
import kleiber.core.Shown;

/** Makes runs of rows, and collects what is wrong with these. */
final class RowReader {
  private static final Set<String> NO = Set.of("", "false", "no", "0");
  private static final Set<String> YES = Set.of("true", "yes", "1");

  private static final Pattern WITH_COMMAS = Pattern.compile("[0-9.,]++");

  /** Products and quotients of three numbers up to this are still numbers. */
  private static final double MOST = 1e60;

  private final Columns columns;
  private final Map<About, String> about;
  private final List<Input> needed;
  private final List<String> faults = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();
  private int withoutFlops;

  RowReader(Columns columns, Map<About, String> about, List<Input> needed) {
    this.columns = columns;
    this.about = about;
    this.needed = needed;
  }

  /** What is wrong, row by row. */
  List<String> faults() {
    return faults;
  }

  /** What its owner should know of how runs were made of the rows, in words. */
  List<String> notes() {
    return withoutFlops > 0 && columns.inputs().containsKey(Input.C)
        ? List.of(
            String.format(
                Locale.ROOT,
                "column \"%s\" holds no positive number in %d of the runs: their FLOPs are 6ND",
                columns.inputs().get(Input.C),
                withoutFlops))
        : List.of();
  }

  TableRow row(int index, Map<String, String> cells) {
    Map<String, String> filled = new LinkedHashMap<>(cells);
    filled.values().removeIf(String::isEmpty);
    return new TableRow(
        index,
        unique(cell(filled, About.ID, ""), index),
        cell(cells, About.OUTCOME, TableRow.COMPLETED),
        cell(cells, About.SEED, ""),
        withoutLoss(cells),
        Collections.unmodifiableMap(filled));
  }

  /** A name that no row before has. */
  private String unique(String name, int index) {
    String place = "row " + (index + 1);
    String id = name.isEmpty() ? place : name;
    if (!ids.add(id)) {
      id = id + " (" + place + ")";
      while (!ids.add(id)) {
        id = id + "'";
      }
    }
    return id;
  }

  /** Why a row has no loss; pandas writes NaN as an empty cell. */
  private String withoutLoss(Map<String, String> cells) {
    String loss = cells.get(columns.loss());
    if (loss == null || loss.isBlank()) {
      return columns.loss() + " is empty";
    }
    return CellNumber.isNotFinite(loss) ? columns.loss() + " is " + loss.strip() : "";
  }

  /** The run of a row, with NaN for what could not be read. */
  Run run(TableRow row, Map<String, String> cells) {
    double loss = loss(cells, row.index());
    Map<Input, Double> inputs = new EnumMap<>(Input.class);
    columns
        .inputs()
        .forEach(
            (input, column) -> {
              double value = CellNumber.of(cells.get(column), input, columns.units());
              if (needed.contains(input)) {
                requireCountable(value, column, row.index());
                inputs.put(input, positive(value, cells.get(column), column, row.index()));
              } else if (Columns.BESIDE.contains(input) && value >= 1 / MOST && value <= MOST) {
                inputs.put(input, value);
              }
            });
    if (inputs.containsKey(Input.N) && inputs.containsKey(Input.D)) {
      if (!inputs.containsKey(Input.C)) {
        inputs.put(Input.C, 6 * inputs.get(Input.N) * inputs.get(Input.D));
        withoutFlops++;
      }
    } else if (inputs.containsKey(Input.N) && inputs.containsKey(Input.C)) {
      inputs.put(Input.D, inputs.get(Input.C) / (6 * inputs.get(Input.N)));
    }
    needed.forEach(input -> requireDerived(input, inputs, row.index()));
    Map<Input, Double> apart = new EnumMap<>(inputs);
    apart.remove(Input.C);
    return new Run(
        row.id(),
        Collections.unmodifiableMap(inputs),
        loss,
        about.containsKey(About.SEED) ? apart.toString() : row.id(),
        holdout(cells, row.index()),
        row.index(),
        others(row));
  }

  /** The cells of columns that neither the law knows nor a run's name, seed or outcome has. */
  private Map<String, String> others(TableRow row) {
    Map<String, String> others = new LinkedHashMap<>(row.cells());
    others.remove(columns.loss());
    others.keySet().removeAll(about.values());
    for (Input input : Input.values()) {
      if (needed.contains(input) || input == Input.C) {
        others.remove(columns.inputs().get(input));
      }
    }
    return Collections.unmodifiableMap(others);
  }

  private boolean holdout(Map<String, String> cells, int index) {
    String text = cell(cells, About.HOLDOUT, "").toLowerCase(Locale.ROOT);
    if (!YES.contains(text) && !NO.contains(text)) {
      faults.add(
          String.format(
              Locale.ROOT,
              "row %d, column %s: \"%s\" is neither true nor false",
              index + 1,
              about.get(About.HOLDOUT),
              text));
    }
    return YES.contains(text);
  }

  private String cell(Map<String, String> cells, About what, String otherwise) {
    return about.containsKey(what) ? cells.getOrDefault(about.get(what), otherwise) : otherwise;
  }

  private double loss(Map<String, String> cells, int index) {
    String cell = cells.get(columns.loss());
    double value = positive(CellNumber.of(cell), cell, columns.loss(), index);
    LossUnit unit = columns.units().ofLoss();
    double nats = unit.nats(value);
    if (value > 0 && !(nats > 0)) {
      faults.add(
          String.format(
              Locale.ROOT,
              "row %d, column %s: %s %s is not a loss above zero",
              index + 1,
              columns.loss(),
              unit,
              Shown.value(cell == null ? "" : cell.strip())));
    }
    return nats;
  }

  /** An input without a column of its own is worked out of two others, which must be there then. */
  private void requireDerived(Input input, Map<Input, Double> inputs, int index) {
    if (!inputs.containsKey(input)) {
      faults.add(
          String.format(
              Locale.ROOT,
              "row %d: no %s, which the table has no column for and C = 6ND would give, since %s"
                  + " is no positive number",
              index + 1,
              input.meaning(),
              columns.inputs().entrySet().stream()
                  .filter(entry -> Columns.BESIDE.contains(entry.getKey()))
                  .filter(entry -> !(inputs.getOrDefault(entry.getKey(), 0.0) > 0))
                  .map(entry -> "column " + entry.getValue())
                  .collect(Collectors.joining(" and "))));
    }
  }

  private void requireCountable(double value, String column, int index) {
    if (value > MOST || value > 0 && value < 1 / MOST) {
      faults.add(
          String.format(
              Locale.ROOT,
              "row %d, column %s: %.3g is beyond all that can be counted; %.0e to %.0e is read",
              index + 1,
              column,
              value,
              1 / MOST,
              MOST));
    }
  }

  private double positive(double value, String cell, String column, int index) {
    if (!(value > 0)) {
      String text = Shown.value(cell == null ? "" : cell.strip());
      faults.add(
          String.format(
              Locale.ROOT,
              "row %d, column %s: \"%s\" is not a positive number%s",
              index + 1,
              column,
              text,
              text.indexOf(',') >= 0 && WITH_COMMAS.matcher(text).matches()
                  ? "; write 1234.5, without separators of thousands"
                  : ""));
    }
    return value;
  }
}
