package kleiber.analysis.curves;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kleiber.analysis.law.Input;
import kleiber.analysis.observations.CellNumber;
import kleiber.analysis.observations.Convention;
import kleiber.analysis.observations.Rows;
import kleiber.analysis.observations.Table;
import kleiber.analysis.observations.Unit;
import kleiber.analysis.observations.Units;
import kleiber.trainer.KleiberException;

/**
 * Reads learning curves from a long table: a row for every point, with columns {@code id}, {@code
 * lossNats}, FLOPs and parameters in a {@link Convention}, and where it is there {@code tokens} and
 * {@code kind} ({@code train} or {@code eval}). A run with evaluations is read from these alone;
 * the loss of training batches is noisier, and is smoothed.
 */
public final class CurvesReader {
  /** A training loss is averaged over the points within this part of its compute on either side. */
  private static final double SMOOTHED = 0.1;

  private CurvesReader() {}

  /**
   * The curves of a table, in order of appearance.
   *
   * @param units of its columns
   * @throws KleiberException naming missing columns or the row that cannot be read
   */
  public static List<Curve> read(Path file, Convention convention, Units units) {
    Table table = Rows.read(file);
    List<JsonNode> rows = table.rows();
    requireColumns(table, convention);
    Map<String, List<Curve.Point>> training = new LinkedHashMap<>();
    Map<String, List<Curve.Point>> evaluations = new LinkedHashMap<>();
    Map<String, Double> sizes = new LinkedHashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      JsonNode row = rows.get(i);
      String run = row.path("id").asText("");
      double n = count(file, row, convention.parameters(), units.of(Input.N), i);
      double tokens =
          table.has("tokens") ? count(file, row, "tokens", units.of(Input.D), i) : Double.NaN;
      double flops =
          convention.flops() == null
              ? 6 * n * tokens
              : count(file, row, convention.flops(), units.of(Input.C), i);
      Double before = sizes.put(run, n);
      if (run.isEmpty() || before != null && before != n) {
        throw KleiberException.usage(
            file
                + " row "
                + (i + 1)
                + (run.isEmpty()
                    ? ": column id is empty, so its run is not known"
                    : ": run " + run + " has another number of parameters than in a row before")
                + "; correct or remove the row");
      }
      boolean evaluation = row.path("kind").asText("eval").equals("eval");
      (evaluation ? evaluations : training)
          .computeIfAbsent(run, k -> new ArrayList<>())
          .add(new Curve.Point(flops, tokens, count(file, row, "lossNats", Unit.ONE, i)));
    }
    List<Curve> curves = new ArrayList<>();
    sizes.forEach(
        (run, n) -> {
          List<Curve.Point> points = evaluations.getOrDefault(run, List.of());
          boolean evaluated = points.size() > 1;
          List<Curve.Point> sorted =
              new ArrayList<>(evaluated ? points : training.getOrDefault(run, points));
          sorted.sort(Comparator.comparingDouble(Curve.Point::flops));
          curves.add(new Curve(run, n, evaluated ? sorted : smoothed(sorted)));
        });
    return curves;
  }

  private static void requireColumns(Table table, Convention convention) {
    List<String> needed = new ArrayList<>(List.of("id", "lossNats", convention.parameters()));
    needed.add(convention.flops() == null ? "tokens" : convention.flops());
    needed.removeIf(table::has);
    table.requireNone(needed, "; learning curves need these");
  }

  private static double count(Path file, JsonNode row, String column, Unit unit, int index) {
    double value = CellNumber.of(row.path(column), unit);
    if (!(value > 0)) {
      throw KleiberException.usage(
          String.format(
              Locale.ROOT,
              "%s row %d, column %s: \"%s\" is not a positive number; correct or remove the row",
              file,
              index + 1,
              column,
              row.path(column).asText("")));
    }
    return value;
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
