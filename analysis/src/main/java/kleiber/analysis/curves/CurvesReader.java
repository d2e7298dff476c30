package kleiber.analysis.curves;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import kleiber.analysis.observations.Convention;
import kleiber.analysis.observations.Rows;
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
   * @throws KleiberException naming missing columns or the row that cannot be read
   */
  public static List<Curve> read(Path file, Convention convention) {
    List<JsonNode> rows = Rows.read(file);
    requireColumns(file, rows.get(0), convention);
    Map<String, List<Curve.Point>> training = new LinkedHashMap<>();
    Map<String, List<Curve.Point>> evaluations = new LinkedHashMap<>();
    Map<String, Double> sizes = new LinkedHashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      JsonNode row = rows.get(i);
      String run = row.path("id").asText();
      double n = number(file, row, convention.parameters(), i);
      double tokens = row.has("tokens") ? number(file, row, "tokens", i) : Double.NaN;
      double flops =
          convention.flops() == null ? 6 * n * tokens : number(file, row, convention.flops(), i);
      sizes.put(run, n);
      boolean evaluation = row.path("kind").asText("eval").equals("eval");
      (evaluation ? evaluations : training)
          .computeIfAbsent(run, k -> new ArrayList<>())
          .add(new Curve.Point(flops, tokens, number(file, row, "lossNats", i)));
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

  private static void requireColumns(Path file, JsonNode row, Convention convention) {
    List<String> needed = new ArrayList<>(List.of("id", "lossNats", convention.parameters()));
    needed.add(convention.flops() == null ? "tokens" : convention.flops());
    needed.removeIf(row::has);
    if (!needed.isEmpty()) {
      TreeSet<String> present = new TreeSet<>();
      row.fieldNames().forEachRemaining(present::add);
      throw KleiberException.usage(
          file
              + " has no column "
              + String.join(", nor ", needed)
              + "; learning curves need these; it has "
              + String.join(", ", present));
    }
  }

  private static double number(Path file, JsonNode row, String column, int index) {
    String text = row.path(column).asText("");
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      value = Double.NaN;
    }
    if (!(value > 0) || Double.isInfinite(value)) {
      throw KleiberException.usage(
          file
              + " row "
              + (index + 1)
              + ", column "
              + column
              + ": \""
              + text
              + "\" is not a positive number; mend or remove the row");
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
