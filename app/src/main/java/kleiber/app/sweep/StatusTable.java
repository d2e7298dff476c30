package kleiber.app.sweep;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kleiber.app.TextTable;
import kleiber.core.Rounded;

/** Runs of a sweep as a table, without the columns that would be empty. */
final class StatusTable {
  private static final Set<String> OF_WORDS = Set.of("run", "host", "job", "");

  private static final List<Column> COLUMNS =
      List.of(
          new Column("run", StatusReport.Run::id),
          new Column("outcome", StatusReport.Run::outcome),
          new Column("step", run -> String.format(Locale.ROOT, "%,d", run.step())),
          new Column(
              "of",
              run -> run.steps() == null ? "?" : String.format(Locale.ROOT, "%,d", run.steps())),
          new Column(
              "loss",
              run ->
                  run.lossNats() == null ? "" : String.format(Locale.ROOT, "%.4f", run.lossNats())),
          new Column("time", run -> duration(run.seconds())),
          new Column("host", run -> run.host() == null ? "" : shortName(run.host())),
          new Column("job", run -> run.job() == null ? "" : run.job()),
          new Column("beat", run -> duration(run.beatSeconds())),
          new Column(
              "", run -> run.message() != null ? run.message() : run.holdout() ? "holdout" : ""));

  private StatusTable() {}

  private record Column(String head, Function<StatusReport.Run, String> cell) {}

  /** The table under its head. */
  static String of(List<StatusReport.Run> runs) {
    List<Column> shown =
        COLUMNS.stream()
            .filter(column -> runs.stream().anyMatch(run -> !column.cell.apply(run).isEmpty()))
            .toList();
    Set<Integer> words =
        IntStream.range(0, shown.size())
            .filter(i -> OF_WORDS.contains(shown.get(i).head))
            .boxed()
            .collect(Collectors.toSet());
    TextTable table =
        new TextTable(words::contains, shown.stream().map(Column::head).toArray(String[]::new));
    runs.forEach(
        run ->
            table.row(shown.stream().map(column -> column.cell.apply(run)).toArray(String[]::new)));
    return table.toText();
  }

  private static String duration(Double seconds) {
    return seconds == null ? "" : Rounded.duration(seconds);
  }

  /** Without the domain; an address has none. */
  private static String shortName(String host) {
    return host.matches("[0-9.]+") ? host : host.replaceFirst("\\..*", "");
  }
}
