package kleiber.analysis.anneal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import kleiber.analysis.table.CellNumber;
import kleiber.analysis.table.FirstFault;
import kleiber.analysis.table.Table;
import kleiber.analysis.table.TableFile;
import kleiber.analysis.table.TableLimits;
import kleiber.analysis.table.Unit;
import kleiber.core.KleiberException;
import kleiber.core.Shown;
import kleiber.record.table.CurveColumn;

/**
 * Reads {@code curves.csv} for curve laws: {@code id}, {@code totalParams}, {@code step}, {@code
 * tokens}, {@code lossNats}, {@code kind}, {@code lr}, and where it is there {@code
 * evaluatedTokens}. A point whose loss is not finite is no point.
 */
public final class LoggedRuns {
  private static final List<String> COLUMNS =
      Stream.of(
              CurveColumn.ID,
              CurveColumn.TOTAL_PARAMS,
              CurveColumn.STEP,
              CurveColumn.TOKENS,
              CurveColumn.LOSS,
              CurveColumn.KIND,
              CurveColumn.LR)
          .map(CurveColumn::key)
          .toList();

  private final Path file;
  private final Map<String, Points> runs = new LinkedHashMap<>();
  private double mostEvaluated;

  private LoggedRuns(Path file) {
    this.file = file;
  }

  private record Row(double step, double tokens, double loss, double rate, double evaluated) {}

  private record Points(double n, List<Row> batches, List<Row> evaluations) {}

  /**
   * The runs of a table, in order of appearance.
   *
   * @throws KleiberException naming missing columns or the row that cannot be read
   */
  public static List<LoggedRun> read(Path file) {
    LoggedRuns reader = new LoggedRuns(file);
    FirstFault rows = new FirstFault(reader::point);
    TableFile.Summary table = TableFile.each(file, TableLimits.CURVES, rows);
    List<String> missing = new ArrayList<>(COLUMNS);
    missing.removeIf(table.columns()::contains);
    Table.requireNone(
        file,
        table.columns(),
        missing,
        "; curve laws need these, and kleiber sweep collect writes them");
    rows.rethrow();
    if (reader.runs.isEmpty()) {
      throw KleiberException.usage(
          file + " has no loss that is finite, so there is nothing to fit");
    }
    List<LoggedRun> runs = new ArrayList<>();
    reader.runs.forEach((id, points) -> runs.add(reader.run(id, points)));
    return runs;
  }

  private void point(Map<String, String> row, int index) {
    if (CellNumber.isNotFinite(row.get(CurveColumn.LOSS.key()))) {
      return;
    }
    double n = positive(row, CurveColumn.TOTAL_PARAMS, index);
    Points points =
        runs.computeIfAbsent(
            row.getOrDefault(CurveColumn.ID.key(), ""),
            id -> new Points(n, new ArrayList<>(), new ArrayList<>()));
    boolean batch = row.getOrDefault(CurveColumn.KIND.key(), "").equals(CurveColumn.TRAIN);
    double evaluated = CellNumber.of(row.get(CurveColumn.EVALUATED_TOKENS.key()));
    Row read =
        new Row(
            positive(row, CurveColumn.STEP, index),
            positive(row, CurveColumn.TOKENS, index),
            positive(row, CurveColumn.LOSS, index),
            batch ? rate(row, index) : Double.NaN,
            evaluated > 0 ? evaluated : Double.POSITIVE_INFINITY);
    if (batch) {
      points.batches.add(read);
    } else {
      mostEvaluated = Math.max(mostEvaluated, read.evaluated);
      points.evaluations.add(read);
    }
  }

  /** A run that decays to zero has a last rate of 0. */
  private double rate(Map<String, String> row, int index) {
    double rate = CellNumber.of(row.get(CurveColumn.LR.key()));
    return rate == 0 ? 0 : positive(row, CurveColumn.LR, index);
  }

  private double positive(Map<String, String> row, CurveColumn column, int index) {
    return CellNumber.positive(file, row, column.key(), Unit.ONE, index);
  }

  private LoggedRun run(String id, Points points) {
    List<Row> batches = points.batches;
    batches.sort(Comparator.comparingDouble(Row::step));
    if (batches.size() < 3 || batches.get(0).step > batches.get(2).step - batches.get(0).step) {
      throw KleiberException.usage(
          file
              + ": run "
              + Shown.value(id)
              + " has no logged steps of kind train from its beginning on, so its learning rates"
              + " are not known; remove its rows");
    }
    for (int i = 1; i < batches.size(); i++) {
      if (batches.get(i).step == batches.get(i - 1).step) {
        throw KleiberException.usage(
            String.format(
                Locale.ROOT,
                "%s: run %s has step %.0f twice; give each run an id of its own",
                file,
                Shown.value(id),
                batches.get(i).step));
      }
    }
    List<LoggedRun.Loss> losses = new ArrayList<>();
    batches.forEach(row -> losses.add(loss(row, LoggedRun.Kind.BATCH)));
    points.evaluations.forEach(
        row ->
            losses.add(
                loss(
                    row,
                    row.evaluated < mostEvaluated ? LoggedRun.Kind.PART : LoggedRun.Kind.WHOLE)));
    losses.sort(
        Comparator.comparingDouble(LoggedRun.Loss::step).thenComparing(LoggedRun.Loss::kind));
    Row last = batches.get(batches.size() - 1);
    Rates rates =
        new Rates(
            batches.stream().mapToDouble(Row::step).toArray(),
            batches.stream().mapToDouble(Row::rate).toArray());
    return new LoggedRun(id, points.n, last.tokens / last.step, rates, losses);
  }

  private static LoggedRun.Loss loss(Row row, LoggedRun.Kind kind) {
    return new LoggedRun.Loss(row.step, row.loss, kind);
  }
}
