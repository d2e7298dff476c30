package kleiber.analysis.curves;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kleiber.analysis.law.Input;
import kleiber.analysis.table.CellNumber;
import kleiber.analysis.table.ColumnUnits;
import kleiber.analysis.table.Convention;
import kleiber.analysis.table.FirstFault;
import kleiber.analysis.table.Table;
import kleiber.analysis.table.TableFile;
import kleiber.analysis.table.TableLimits;
import kleiber.analysis.table.Unit;
import kleiber.core.KleiberException;
import kleiber.core.Shown;
import kleiber.record.table.CurveColumn;

/**
 * Reads learning curves from a long table: a row for every point, with columns {@code id}, {@code
 * lossNats}, FLOPs and parameters in a {@link Convention}, and where it is there {@code tokens} and
 * {@code kind} ({@code train} or {@code eval}). A run with evaluations is read from these alone;
 * the loss of training batches is noisier, and is smoothed. A point whose loss is NaN or infinite,
 * as the last of a run that diverged, is no point of a curve.
 */
public final class CurvesReader {
  private static final String ID = CurveColumn.ID.key();
  private static final String LOSS = CurveColumn.LOSS.key();
  private static final String TOKENS = CurveColumn.TOKENS.key();

  /** A training loss is averaged over the points within this part of its compute on either side. */
  private static final double SMOOTHED = 0.1;

  private final Path file;
  private final Convention convention;
  private final ColumnUnits units;
  private final Map<String, Points> runs = new LinkedHashMap<>();

  private CurvesReader(Path file, Convention convention, ColumnUnits units) {
    this.file = file;
    this.convention = convention;
    this.units = units;
  }

  /**
   * What is read of one run.
   *
   * @param n its parameters
   * @param training points of batches
   * @param evaluations points of evaluations
   */
  private record Points(double n, List<Curve.Point> training, List<Curve.Point> evaluations) {
    Curve curve(String run) {
      boolean evaluated = evaluations.size() > 1;
      List<Curve.Point> points = evaluated || training.isEmpty() ? evaluations : training;
      points.sort(Comparator.comparingDouble(Curve.Point::flops));
      return new Curve(run, n, evaluated ? points : smoothed(points));
    }

    boolean isEmpty() {
      return training.isEmpty() && evaluations.isEmpty();
    }
  }

  /**
   * The curves of a table, in order of appearance.
   *
   * @param units of its columns
   * @throws KleiberException naming missing columns or the row that cannot be read
   */
  public static List<Curve> read(Path file, Convention convention, ColumnUnits units) {
    CurvesReader reader = new CurvesReader(file, convention, units);
    FirstFault rows = new FirstFault(reader::point);
    reader.require(TableFile.each(file, TableLimits.CURVES, rows));
    rows.rethrow();
    List<Curve> curves = new ArrayList<>();
    reader.runs.forEach(
        (run, points) -> {
          if (!points.isEmpty()) {
            curves.add(points.curve(run));
          }
        });
    return curves;
  }

  private void require(TableFile.Summary table) {
    List<String> needed = new ArrayList<>(List.of(ID, LOSS, convention.parameters()));
    needed.add(convention.flops() == null ? TOKENS : convention.flops());
    needed.removeIf(table.columns()::contains);
    Table.requireNone(file, table.columns(), needed, "; learning curves need these");
  }

  private void point(Map<String, String> row, int index) {
    String run = row.getOrDefault(ID, "");
    double n = count(row, convention.parameters(), units.of(Input.N), index);
    double tokens =
        row.containsKey(TOKENS) || convention.flops() == null
            ? count(row, TOKENS, units.of(Input.D), index)
            : Double.NaN;
    double flops =
        convention.flops() == null
            ? 6 * n * tokens
            : count(row, convention.flops(), units.of(Input.C), index);
    Points points =
        runs.computeIfAbsent(run, id -> new Points(n, new ArrayList<>(), new ArrayList<>()));
    if (run.isEmpty() || points.n != n) {
      throw KleiberException.usage(
          file
              + " row "
              + (index + 1)
              + (run.isEmpty()
                  ? ": column id is empty, so its run is not known"
                  : ": run "
                      + Shown.value(run)
                      + " has another number of parameters than in a row before")
              + "; correct or remove the row");
    }
    if (!CellNumber.isNotFinite(row.get(LOSS)) && Double.isFinite(flops)) {
      boolean evaluation =
          row.getOrDefault(CurveColumn.KIND.key(), CurveColumn.EVAL).equals(CurveColumn.EVAL);
      (evaluation ? points.evaluations : points.training)
          .add(new Curve.Point(flops, tokens, count(row, LOSS, Unit.ONE, index)));
    }
  }

  private double count(Map<String, String> row, String column, Unit unit, int index) {
    return CellNumber.positive(file, row, column, unit, index);
  }

  private static List<Curve.Point> smoothed(List<Curve.Point> points) {
    List<Curve.Point> smoothed = new ArrayList<>();
    int from = 0;
    int to = 0;
    double sum = 0;
    for (Curve.Point point : points) {
      while (to < points.size() && points.get(to).flops() <= point.flops() * (1 + SMOOTHED)) {
        sum += points.get(to++).loss();
      }
      while (points.get(from).flops() < point.flops() * (1 - SMOOTHED)) {
        sum -= points.get(from++).loss();
      }
      smoothed.add(new Curve.Point(point.flops(), point.tokens(), sum / (to - from)));
    }
    return smoothed;
  }
}
