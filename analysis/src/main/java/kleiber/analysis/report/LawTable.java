package kleiber.analysis.report;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import kleiber.analysis.law.Symbols;
import kleiber.analysis.study.FitReport;
import kleiber.analysis.study.LawResult;

/** All laws of the same inputs, fitted to the same runs: one row each. */
final class LawTable {
  private final FitReport report;

  LawTable(FitReport report) {
    this.report = report;
  }

  DataTable table() {
    String level = Phrases.level(report.fit().level());
    return new DataTable(
        "All laws of the same inputs on these runs; the lower AICc, the better",
        List.of(
            "law", "AICc", "residuals", "rollout error", "parameters with " + level + " intervals"),
        report.laws().stream().map(LawTable::row).toList());
  }

  private static List<String> row(LawResult law) {
    return List.of(
        law.converged() ? law.law() : law.law() + "\nnot converged",
        Phrases.oneDecimal(law.aicc()),
        Phrases.percent(law.residualSd()),
        law.rollout() == null ? "–" : Phrases.percent(law.rollout().meanAbsoluteError()),
        law.parameters().entrySet().stream()
            .map(parameter -> parameter(law, parameter))
            .collect(Collectors.joining("\n")));
  }

  private static String parameter(LawResult law, Map.Entry<String, Double> parameter) {
    return Symbols.of(parameter.getKey())
        + " = "
        + Phrases.number(parameter.getValue())
        + " ("
        + Phrases.interval(parameter.getValue(), law.intervals().get(parameter.getKey()))
        + ")";
  }
}
