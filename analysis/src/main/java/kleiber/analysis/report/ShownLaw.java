package kleiber.analysis.report;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import kleiber.analysis.figure.Figure;
import kleiber.analysis.planner.PredictedModel;
import kleiber.analysis.study.FitReport;
import kleiber.analysis.table.Observations;
import kleiber.analysis.table.Run;
import kleiber.analysis.table.TableRow;

/**
 * A law with all that is shown of it.
 *
 * @param report the fit
 * @param table what it was fitted to
 * @param figures its gallery
 * @param predicted models that it predicts and nobody trained
 */
record ShownLaw(
    FitReport report, Observations table, List<Figure> figures, List<PredictedModel> predicted) {
  /** What became of a completed run of the table in this fit. */
  ReportedRun.Role role(TableRow row) {
    if (has(table.runs(), row)
        || report.checks().optima().stream().anyMatch(o -> o.rows().contains(row.index()))) {
      return ReportedRun.Role.FITTED;
    }
    return has(table.holdouts(), row) ? ReportedRun.Role.HELD_OUT : ReportedRun.Role.NOT_FITTED;
  }

  private static boolean has(List<Run> runs, TableRow row) {
    return runs.stream().anyMatch(run -> run.row() == row.index());
  }

  /** The run of a row as this law sees it; empty where it had no part in the fit. */
  Optional<Run> run(TableRow row) {
    return Stream.concat(table.runs().stream(), table.holdouts().stream())
        .filter(run -> run.row() == row.index())
        .findFirst();
  }
}
