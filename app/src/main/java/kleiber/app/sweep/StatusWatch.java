package kleiber.app.sweep;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import kleiber.app.LiveBlock;
import kleiber.app.Terminal;

/**
 * What {@code sweep status --watch} shows while it looks: on a terminal the table, drawn again in
 * place and cut to what fits; otherwise a line whenever something has changed.
 */
final class StatusWatch implements AutoCloseable {
  /**
   * Lines beside the runs: the head, what was left out, an empty one, the summary, the cursor's.
   */
  private static final int OTHER_LINES = 5;

  /** What a person wants to see first; outcomes not named here went wrong. */
  private static final List<String> QUIET = List.of("interrupted", "pending", "completed");

  private final PrintWriter out;
  private final Optional<Terminal> terminal;
  private final Optional<LiveBlock> block;
  private final boolean json;
  private String printed = "";

  /**
   * Begins to watch.
   *
   * @param terminal where the output goes, empty for a file or another program
   * @param json whether each look is printed as an object instead
   */
  StatusWatch(PrintWriter out, Optional<Terminal> terminal, boolean json) {
    this.out = out;
    this.terminal = terminal;
    this.block = terminal.map(size -> new LiveBlock(out, size::now));
    this.json = json;
  }

  /** Shows a look. */
  void show(StatusReport report) {
    if (json) {
      out.print(report.toJson());
      out.flush();
    } else if (block.isPresent()) {
      block.get().draw(lines(report, terminal.get().now()));
    } else if (!report.summary().equals(printed)) {
      printed = report.summary();
      out.println(printed);
      out.flush();
    }
  }

  /** Takes the table away. */
  @Override
  public void close() {
    block.ifPresent(LiveBlock::erase);
  }

  /** A report that fits: the runs that are under way or went wrong come before the others. */
  static List<String> lines(StatusReport report, Terminal size) {
    int room = Math.max(1, size.rows() - OTHER_LINES);
    List<StatusReport.Run> all = report.runs();
    List<StatusReport.Run> shown =
        all.size() <= room
            ? all
            : all.stream()
                .sorted(Comparator.comparingInt(StatusWatch::rank))
                .limit(room)
                .sorted(Comparator.comparingInt(all::indexOf))
                .toList();
    List<String> lines = new ArrayList<>(table(shown, size.columns()));
    if (shown.size() < all.size()) {
      Map<String, Integer> rest = new TreeMap<>();
      all.stream()
          .filter(run -> !shown.contains(run))
          .forEach(run -> rest.merge(run.outcome(), 1, Integer::sum));
      lines.add("and " + (all.size() - shown.size()) + " more: " + StatusReport.counts(rest));
    }
    lines.add("");
    lines.add(report.summary());
    return lines;
  }

  /** In a narrow terminal without the hashes in which names end: figures say more. */
  private static List<String> table(List<StatusReport.Run> runs, int columns) {
    List<String> whole = StatusTable.of(runs).lines().toList();
    return whole.stream().allMatch(line -> line.length() < columns)
        ? whole
        : StatusTable.of(runs.stream().map(StatusReport.Run::withoutHash).toList())
            .lines()
            .toList();
  }

  private static int rank(StatusReport.Run run) {
    return run.outcome().equals("running") ? -2 : QUIET.indexOf(run.outcome());
  }
}
