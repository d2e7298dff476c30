package kleiber.app.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import kleiber.analysis.coordinate.CoordinateFigure;
import kleiber.analysis.coordinate.WidthSlope;
import kleiber.analysis.figure.Figure;
import kleiber.analysis.json.Json;
import kleiber.app.TextTable;
import kleiber.core.Count;
import kleiber.lm.probe.Activation;
import kleiber.lm.probe.Coordinates;

/**
 * What a coordinate check found, for people and for programs.
 *
 * @param mup of each seed, of each width
 * @param standard the same in the standard parametrisation
 * @param level of the intervals
 */
record CoordinateReport(
    List<Integer> widths,
    int steps,
    List<List<Coordinates>> mup,
    List<List<Coordinates>> standard,
    double level) {
  /** Slopes up to here are flat: 0.1 is a quarter more at ten times the width. */
  static final double FLAT = 0.1;

  private static final Function<Coordinates, Map<Activation, Double>> VALUES = Coordinates::values;
  private static final Function<Coordinates, Map<Activation, Double>> CHANGES =
      Coordinates::changes;

  /** Slopes, and what to make of them. */
  String toText() {
    TextTable table =
        new TextTable(
            column -> column == 0, "activation", "µP", "its change", "standard", "its change");
    for (Activation kind : Activation.values()) {
      List<String> row = new ArrayList<>(List.of(kind.words()));
      for (List<List<Coordinates>> runs : List.of(mup, standard)) {
        row.add(text(slope(runs, VALUES, kind)));
        row.add(text(slope(runs, CHANGES, kind)));
      }
      table.row(row.toArray(String[]::new));
    }
    return String.format(
            Locale.ROOT,
            "slopes of ln(mean |activation|) against ln(width), and of ln(mean |its change since step"
                + " 0|), at step %d;%nwidths %s, %s, ± half the %.0f %% interval over seeds%n",
            steps,
            widths.stream().map(String::valueOf).collect(Collectors.joining(", ")),
            Count.of(mup.size(), "seed"),
            100 * level)
        + table.toText()
        + verdict("µP", mup)
        + verdict("standard", standard);
  }

  private static String text(WidthSlope slope) {
    double reach = (slope.interval().high() - slope.interval().low()) / 2;
    return signed(slope.slope())
        + (slope.interval().isKnown() ? String.format(Locale.ROOT, " ± %.3f", reach) : "");
  }

  private static String signed(double value) {
    return String.format(Locale.ROOT, "%+.3f", value).replace('-', '−');
  }

  private String verdict(String name, List<List<Coordinates>> runs) {
    List<String> moving = new ArrayList<>();
    for (Activation kind : Activation.values()) {
      double slope = slope(runs, VALUES, kind).slope();
      if (!(Math.abs(slope) <= FLAT)) {
        moving.add(kind.words() + " as width^" + signed(slope));
      }
    }
    return String.format(
        Locale.ROOT,
        "%s: %s%n",
        name,
        moving.isEmpty()
            ? "no slope is beyond ±" + FLAT + ": activations do not go with the width"
            : "these go with the width: " + String.join(", ", moving));
  }

  /** All sizes and slopes. */
  String toJson() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("widths", widths);
    root.put("steps", steps);
    root.put("seeds", mup.size());
    root.put("level", level);
    root.put("mup", kinds(mup));
    root.put("standard", kinds(standard));
    try {
      return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, Object> kinds(List<List<Coordinates>> runs) {
    Map<String, Object> kinds = new LinkedHashMap<>();
    for (Activation kind : Activation.values()) {
      Map<String, Object> found = new LinkedHashMap<>();
      found.put("sizes", sizes(runs, VALUES, kind));
      found.put("slope", slope(runs, VALUES, kind));
      found.put("changes", sizes(runs, CHANGES, kind));
      found.put("changeSlope", slope(runs, CHANGES, kind));
      kinds.put(kind.words(), found);
    }
    return kinds;
  }

  /** Sizes against widths. */
  Figure figure() {
    List<CoordinateFigure.Sizes> kinds = new ArrayList<>();
    for (Activation kind : Activation.values()) {
      kinds.add(new CoordinateFigure.Sizes(kind.words(), mean(mup, kind), mean(standard, kind)));
    }
    return CoordinateFigure.of(widths, kinds, steps);
  }

  private double[] mean(List<List<Coordinates>> runs, Activation kind) {
    double[] mean = new double[widths.size()];
    for (double[] seed : sizes(runs, VALUES, kind)) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += seed[i] / runs.size();
      }
    }
    return mean;
  }

  private WidthSlope slope(
      List<List<Coordinates>> runs,
      Function<Coordinates, Map<Activation, Double>> what,
      Activation kind) {
    return WidthSlope.of(widths, sizes(runs, what, kind), level);
  }

  private static List<double[]> sizes(
      List<List<Coordinates>> runs,
      Function<Coordinates, Map<Activation, Double>> what,
      Activation kind) {
    return runs.stream()
        .map(seed -> seed.stream().mapToDouble(width -> what.apply(width).get(kind)).toArray())
        .toList();
  }
}
