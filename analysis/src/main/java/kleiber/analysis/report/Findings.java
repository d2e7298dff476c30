package kleiber.analysis.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kleiber.analysis.batch.BatchStudy;
import kleiber.analysis.curves.Curve;
import kleiber.analysis.table.FittedQuantity;
import kleiber.analysis.table.Observations;
import kleiber.analysis.table.Run;
import kleiber.analysis.table.TableRow;
import kleiber.record.table.RunColumn;

/**
 * All that a report tells.
 *
 * @param title the sweep's name, or the table's
 * @param target what the table's runs were measured by
 * @param runs every run of the table in its order
 * @param laws those fitted, the first being the one the summary speaks of; empty where none could
 *     be
 * @param unfitted why there is no law; empty where there is one
 * @param batches critical batches; empty where the sweep has no ladder of batches
 * @param sweep what the folder says; empty for a bare table
 * @param command the command that made the report
 * @param version of this program
 */
record Findings(
    String title,
    FittedQuantity target,
    List<ReportedRun> runs,
    List<ShownLaw> laws,
    String unfitted,
    Optional<BatchStudy> batches,
    Optional<SweepRecord> sweep,
    String command,
    String version) {

  /** Every row of a table, joined with what became of it in the first fit and with its sweep. */
  static List<ReportedRun> runs(
      Observations table, List<Curve> curves, Optional<SweepRecord> sweep, Optional<ShownLaw> law) {
    Map<Integer, Run> completed =
        Stream.concat(table.runs().stream(), table.holdouts().stream())
            .collect(Collectors.toMap(Run::row, Function.identity()));
    Map<String, Curve> byRun =
        curves.stream().collect(Collectors.toMap(Curve::run, Function.identity()));
    Set<String> twice = namedTwice(table);
    List<ReportedRun> runs = new ArrayList<>();
    for (TableRow row : table.rows()) {
      Run run = completed.get(row.index());
      Map<String, String> values = sweep.map(s -> s.values().get(row.id())).orElse(null);
      ReportedRun.Role role = role(row, run, law);
      runs.add(
          new ReportedRun(
              row,
              role,
              reason(row, role, law),
              law.flatMap(l -> l.run(row)).orElse(run),
              values != null ? values : row.cells(),
              twice.contains(row.id()) ? null : byRun.get(row.id()),
              values == null
                  ? InsideNorms.NONE
                  : InsideNorms.read(sweep.get().folder().resolve(row.id()), values)));
    }
    return List.copyOf(runs);
  }

  private static ReportedRun.Role role(TableRow row, Run run, Optional<ShownLaw> law) {
    if (run == null) {
      return ReportedRun.Role.LEFT_OUT;
    }
    return law.map(l -> l.role(row))
        .orElse(run.holdout() ? ReportedRun.Role.HELD_OUT : ReportedRun.Role.FITTED);
  }

  /** Why a run had no part in the fit. */
  private static String reason(TableRow row, ReportedRun.Role role, Optional<ShownLaw> law) {
    String ofTheFit = law.map(l -> l.table().excluded().get(row.id())).orElse(null);
    return switch (role) {
      case FITTED, HELD_OUT -> "";
      case LEFT_OUT ->
          row.isCompleted()
              ? row.withoutLoss()
              : row.cells().getOrDefault(RunColumn.MESSAGE.key(), "");
      case NOT_FITTED ->
          ofTheFit != null
              ? ofTheFit
              : law.filter(l -> !l.report().checks().optima().isEmpty()).isPresent()
                  ? "no optimum at its N and D"
                  : "repeats an earlier row";
    };
  }

  /** Names that other rows have too, so that no curve can be told to be one row's own. */
  private static Set<String> namedTwice(Observations table) {
    return table.rows().stream()
        .map(row -> row.id().replaceFirst(" \\(row " + (row.index() + 1) + "\\)'*$", ""))
        .collect(Collectors.groupingBy(name -> name, Collectors.counting()))
        .entrySet()
        .stream()
        .filter(name -> name.getValue() > 1)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Runs of a role. */
  List<ReportedRun> runs(ReportedRun.Role role) {
    return runs.stream().filter(run -> run.role() == role).toList();
  }

  /** The law that the summary speaks of. */
  Optional<ShownLaw> law() {
    return laws.stream().findFirst();
  }
}
