package kleiber.app.fit;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import kleiber.analysis.study.FitReport;

/** Bootstrap refits as a table: a column for each parameter by name, a row for each refit. */
final class DrawsFile {
  private DrawsFile() {}

  /** CSV with a header; a and b are empty where a refit has no best split of a budget. */
  static String of(FitReport report) {
    List<String> names = List.copyOf(report.estimate().parameters().keySet());
    return String.join(",", names)
        + "\n"
        + report.namedDraws().stream()
            .map(
                draw ->
                    names.stream().map(name -> cell(draw, name)).collect(Collectors.joining(",")))
            .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String cell(Map<String, Double> draw, String name) {
    double value = draw.getOrDefault(name, Double.NaN);
    return Double.isFinite(value) ? Double.toString(value) : "";
  }
}
