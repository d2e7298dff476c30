package kleiber.sweeps.plan;

import java.util.List;
import java.util.stream.Stream;
import kleiber.sweeps.tune.Dial;
import kleiber.sweeps.tune.Search;

/**
 * The tuned part of a plan. It grows by rounds: each follows from the results of those before.
 *
 * @param dials what is tuned
 * @param cells in the order of the design
 * @param seeds of every value that is tried
 */
public record Tuning(List<Dial> dials, List<TunedCell> cells, int seeds) {
  /** The runs that are asked for so far. */
  Stream<PlannedRun> runs() {
    return cells.stream().flatMap(cell -> cell.runs().stream());
  }

  /** Runs that there will be at least, those of cells that have not begun as guesses. */
  public List<PlannedRun> expected() {
    return cells.stream().flatMap(cell -> cell.expected().stream()).toList();
  }

  /** The most runs that there can be. */
  public int mostRuns() {
    return cells.size() * seeds * (Search.MOST_PER_DIAL * dials.size() + 1);
  }
}
